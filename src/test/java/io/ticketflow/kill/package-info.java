/** What holds when processes are killed, servers are lost and disks are full: on real ones, with people at work. */
@NullMarked
package io.ticketflow.kill;

import org.jspecify.annotations.NullMarked;
