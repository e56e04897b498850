package io.ticketflow.platform;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Lets beans run methods at intervals. */
@ActsByItself
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SchedulingConfiguration {}
