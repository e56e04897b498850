-- What a log is worth: nobody changes or removes an entry, not even by hand. Append-only tables call this before UPDATE and DELETE.
CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is forbidden', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END;
$$;
