/** Sign-in over HTTP. */
@NullMarked
package io.ticketflow.identity.web;

import org.jspecify.annotations.NullMarked;
