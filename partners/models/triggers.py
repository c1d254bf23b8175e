"""What PostgreSQL itself keeps, so that no way of writing can forget it: search vectors, branches, services at sites.

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

# Checked at once, or at the end of a transaction that says so (pgtrigger.constraints), as a merge of two records needs.
BRANCH_OF_A_HEAD = pgtrigger.Trigger(
    name="branch_of_a_head",
    when=pgtrigger.After,
    timing=pgtrigger.Immediate,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Condition("NEW.parent_id IS NOT NULL"),
    declare=[("above", "uuid")],
    func="""
    SELECT parent_id INTO above FROM partners_organization WHERE id = NEW.parent_id FOR SHARE;
    IF above IS NOT NULL OR EXISTS (SELECT FROM partners_organization WHERE parent_id = NEW.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'organization_branch_one_level';
    END IF;
    RETURN NULL;
    """,
)
SERVICE_AT_A_SITE = pgtrigger.Trigger(
    name="service_at_a_site",
    when=pgtrigger.After,
    timing=pgtrigger.Immediate,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("site_id", "organization_id"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Condition("NEW.site_id IS NOT NULL"),
    declare=[("owner", "uuid")],
    func="""
    SELECT organization_id INTO owner FROM partners_site WHERE id = NEW.site_id FOR SHARE;
    IF owner <> NEW.organization_id THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'service_site_of_its_organization';
    END IF;
    RETURN NULL;
    """,
)
SITE_KEEPS_ITS_SERVICES = pgtrigger.Trigger(
    name="site_keeps_its_services",
    when=pgtrigger.After,
    timing=pgtrigger.Immediate,
    operation=pgtrigger.UpdateOf("organization_id"),  # type: ignore[no-untyped-call]
    func="""
    IF EXISTS (SELECT FROM partners_service WHERE site_id = NEW.id AND organization_id <> NEW.organization_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'service_site_of_its_organization';
    END IF;
    RETURN NULL;
    """,
)


def corrected_here(name: str, fields: tuple[str, ...]) -> pgtrigger.Trigger:
    """Keep, beside a record that comes from elsewhere, what its source said of the fields corrected here."""
    listed = ", ".join(fields)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(*fields),  # type: ignore[no-untyped-call]
        condition=pgtrigger.Condition(
            "NEW.source <> '' AND coalesce(current_setting('partners.importing', true), '') <> 'on'"
        ),
        func=f"""
        SELECT NEW.corrected || coalesce(jsonb_object_agg(key, value), '{{}}'::jsonb) INTO NEW.corrected
        FROM jsonb_each(to_jsonb(OLD))
        WHERE key = ANY('{{{listed}}}') AND value IS DISTINCT FROM to_jsonb(NEW) -> key AND NOT NEW.corrected ? key;
        RETURN NEW;
        """,  # noqa: S608
    )


PLACE = ("address", "address_more", "postal_code", "city", "insee_code", "latitude", "longitude", "opening_hours")
ORGANIZATION_RULED = (
    "name", "description", "siret", "networks", "country", "phone", "email", "website", "source_link",
    "accessibility_link", *PLACE,
)  # fmt: skip
SERVICE_RULED = (
    "name", "description", "kind", "topics", "audiences", "audience_details", "access_conditions", "fees",
    "fees_details", "delivery_modes", "contact_methods", "contact_details", "referred_by", "link", "eligibility_areas",
    "weekly_hours", "weeks", "phone", "email", "source_link", "languages", "sex", "age_min", "age_max",
    "children_welcome", "papers", "capacity", "places_free", "places_on", "closed_from", "closed_until",
    "closed_reason", *PLACE,
)  # fmt: skip
ORGANIZATION_CORRECTED = corrected_here("organization_corrected", ORGANIZATION_RULED)
SERVICE_CORRECTED = corrected_here("service_corrected", SERVICE_RULED)
