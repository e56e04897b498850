-- The latest pause that a provider asked for, without reading the reader's other attempts of the hour.
CREATE INDEX ix_delivery_attempts_pause ON delivery_attempts (channel, reader, not_before_at) WHERE not_before_at IS NOT NULL;
