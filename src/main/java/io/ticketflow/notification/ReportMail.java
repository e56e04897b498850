package io.ticketflow.notification;

import java.util.UUID;

/**
 * A person gets a report by mail. Publish it in a transaction; the mail leaves after the commit.
 *
 * @param report the name of the report in requests
 * @param period the first and the last day of the report, with their time zone
 * @param owner the name of the person who subscribed it
 * @param link the address at which the recipient can export the report
 * @param enclosure the key of the file, for {@link Enclosures}
 */
public record ReportMail(UUID recipient, String report, String period, String owner, String link, String enclosure) {}
