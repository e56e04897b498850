@NullMarked
package io.ticketflow.report.web;

import org.jspecify.annotations.NullMarked;
