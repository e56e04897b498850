package io.ticketflow.platform;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Lets beans do things from time to time. */
@ActsByItself
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SchedulingConfiguration {}
