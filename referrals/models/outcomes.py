"""Counting what happened to the referrals sent to partners, for the directory: one statement, for one or for all."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from partners.models import TrackRecord
from partners.models.track_record import LEAST
from referrals.models.states import ACCEPTED, Status

YEAR = timedelta(days=365)
STATUSES = {status.name.lower(): status.value for status in Status}
# A withdrawn referral says nothing of the partner; one closed without an answer counts against it; a yes stays a yes
# whatever came of it.
COUNT = """
INSERT INTO partners_trackrecord
    (organization_id, service_id, sent, accepted, declined, lapsed, reasons, acceptance, median_days, last_reply_on,
     counted_at)
SELECT organization_id, service_id, sent, accepted, declined, lapsed,
    (SELECT coalesce(jsonb_object_agg(reason, times), '{}')
     FROM (SELECT reason, count(*) AS times FROM unnest(said) AS reason GROUP BY reason) AS told),
    CASE WHEN accepted + declined + lapsed >= %(least)s THEN 100 * accepted / (accepted + declined + lapsed) END,
    CASE WHEN accepted + declined >= %(least)s THEN greatest(1, least(round(wait / 86400), 365)) END,
    last_reply_on, %(now)s
FROM (
    SELECT service.organization_id, service.id AS service_id, count(*) AS sent,
        count(*) FILTER (WHERE status = ANY(%(said_yes)s)) AS accepted,
        count(*) FILTER (WHERE status = %(declined)s) AS declined,
        count(*) FILTER (WHERE status = %(lapsed)s) AS lapsed,
        array_remove(array_agg(nullif(decline_reason, '')), NULL) AS said,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM replied_at - sent_at))
            FILTER (WHERE replied_at IS NOT NULL) AS wait,
        max(replied_at)::date AS last_reply_on
    FROM referrals_referral AS referral JOIN partners_service AS service ON service.id = referral.service_id
    WHERE sent_at >= %(since)s AND status <> %(withdrawn)s AND (%(only)s::uuid IS NULL
        OR organization_id = (SELECT organization_id FROM partners_service WHERE id = %(only)s::uuid))
    GROUP BY GROUPING SETS ((service.organization_id), (service.organization_id, service.id))
) AS counted
ON CONFLICT (organization_id, service_id) DO UPDATE SET
    sent = excluded.sent, accepted = excluded.accepted, declined = excluded.declined, lapsed = excluded.lapsed,
    reasons = excluded.reasons, acceptance = excluded.acceptance, median_days = excluded.median_days,
    last_reply_on = excluded.last_reply_on, counted_at = excluded.counted_at
"""


def count_outcomes(now: datetime, *, service_id: UUID | None = None) -> int:
    """Count again the last twelve months: of one service and its organisation, or of everybody."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            COUNT,
            {
                **STATUSES,
                "said_yes": sorted(ACCEPTED),
                "now": now,
                "since": now - YEAR,
                "only": service_id,
                "least": LEAST,
            },
        )
        written: int = cursor.rowcount
        if service_id is None:
            TrackRecord.objects.filter(counted_at__lt=now).delete()
    return written
