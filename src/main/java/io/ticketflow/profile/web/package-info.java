/** The caller's own profile over HTTP. */
@NullMarked
package io.ticketflow.profile.web;

import org.jspecify.annotations.NullMarked;
