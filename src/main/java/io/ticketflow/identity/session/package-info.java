/** How people sign in and stay signed in: passwords, codes, sessions and tokens. */
@NullMarked
package io.ticketflow.identity.session;

import org.jspecify.annotations.NullMarked;
