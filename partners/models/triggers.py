"""Search vectors kept by PostgreSQL itself, so that no way of writing can forget them.

Weights: A name of the service, B organisation and commune, C codes of topics and domains, D description.
title_vector is small and serves to rank; search_vector adds the description and is indexed.
"""

import pgtrigger

FIELDS = ("name", "description", "city", "topics", "domains", "organization_id")
SERVICE_WORDS = pgtrigger.Trigger(
    name="service_words",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf(*FIELDS),  # type: ignore[no-untyped-call]
    declare=[("partner", "text"), ("codes", "text")],
    func="""
    SELECT name INTO partner FROM partners_organization WHERE id = NEW.organization_id;
    SELECT coalesce(string_agg(quote_literal(code) || ':1C', ' '), '') INTO codes
    FROM (SELECT unnest(NEW.topics) AS code UNION SELECT 'd:' || unnest(NEW.domains)) AS known
    WHERE code ~ '^[a-z0-9:-]+$';
    NEW.title_vector = setweight(to_tsvector('french_unaccent', NEW.name), 'A')
        || setweight(to_tsvector('french_unaccent', concat_ws(' ', partner, NEW.city)), 'B')
        || codes::tsvector;
    NEW.search_vector = NEW.title_vector
        || setweight(to_tsvector('french_unaccent', left(NEW.description, 10000)), 'D');
    RETURN NEW;
    """,
)
ORGANIZATION_RENAMED = pgtrigger.Trigger(
    name="organization_renamed",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("name"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Q(old__name__df=pgtrigger.F("new__name")),
    func="""
    UPDATE partners_service SET organization_id = organization_id WHERE organization_id = NEW.id;
    RETURN NULL;
    """,
)
