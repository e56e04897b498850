-- Reports of the tickets of a window as of an earlier instant. Rows of the same time of creation are near each other, with some far away; minmax_multi keeps those apart.
CREATE INDEX ix_former_ticket_facts_created ON former_ticket_facts USING brin (created_at timestamptz_minmax_multi_ops) WITH (pages_per_range = 16, autosummarize = on);
