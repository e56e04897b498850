/** What all answers have in common: problem details, request ids, cursor lists. */
@NamedInterface("web")
@NullMarked
package io.ticketflow.platform.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
