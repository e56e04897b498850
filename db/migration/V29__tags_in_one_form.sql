-- Tags have one form: lower case, single spaces, no commas, none twice. The application writes new tags so; these are the older ones.
WITH renewed AS (
    SELECT ticket.id, coalesce((
        SELECT array_agg(tag ORDER BY first) FROM (
            SELECT tag, min(place * 100 + place_in_it) AS first
            FROM unnest(ticket.tags) WITH ORDINALITY AS former(content, place),
                string_to_table(normalize(content, NFKC), ',') WITH ORDINALITY AS part(piece, place_in_it),
                -- The collation C lowers ASCII letters alike in every database; the database's own one lowers the others.
                btrim(regexp_replace(lower(lower(piece COLLATE "C") COLLATE "default"), '\s+', ' ', 'g')) AS tag
            WHERE tag <> ''
            GROUP BY tag) AS pieces), '{}') AS tags
    FROM tickets ticket WHERE ticket.tags <> '{}')
UPDATE tickets SET tags = renewed.tags
FROM renewed WHERE renewed.id = tickets.id AND renewed.tags <> tickets.tags;
