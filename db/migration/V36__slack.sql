ALTER TABLE teams
    -- A secret: with it every person can write into the channel. It is never answered.
    ADD COLUMN slack_webhook_url text,
    -- Whether only staff read the channel, so that internal notes may go there.
    ADD COLUMN slack_internal boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT ck_teams_slack_webhook_url CHECK (length(slack_webhook_url) <= 500);

ALTER TABLE deliveries
    -- The notifications of the people for whom a message goes to Slack. It leaves while one of them may still read it.
    ADD COLUMN shared_with uuid[],
    ADD CONSTRAINT ck_deliveries_shared_with CHECK ((channel = 'SLACK') = (shared_with IS NOT NULL));
