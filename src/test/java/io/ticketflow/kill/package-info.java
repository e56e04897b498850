/** What holds when processes are killed, servers are lost and disks are full: real ones, with people at work on them. */
@NullMarked
package io.ticketflow.kill;

import org.jspecify.annotations.NullMarked;
