"""The hours that the user keeps open today in a program: who comes, as far as they may know it, and what is free."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.day.block import Block, Day, Row, total_of, with_total
from core.links import link_to
from core.templatetags.french import time_words
from programs.models import Slot
from programs.support import Row as SlotRow
from programs.support import rows_of

SLOTS = "creneaux"


def slots_today(day: Day) -> list[Block]:
    """The block of whoever has hours today; nothing for the others."""
    asked = Slot.objects.open().filter(worker=day.user).between(day.midnight, day.next_midnight)
    slots = list(with_total(asked.with_taken().for_list())[: day.limit(SLOTS)])
    if not slots:
        return []
    rows = rows_of(slots, day.user)
    free = sum(row.is_open for row in rows)
    title = ngettext("Mes créneaux : %(count)d libre", "Mes créneaux : %(count)d libres", free) % {"count": free}
    return [Block(slug=SLOTS, title=title, rows=[slot_row(row) for row in rows], count=total_of(slots), empty="")]


def slot_row(row: SlotRow) -> Row:
    """When, who or « libre », in which program."""
    slot, url = row.slot, link_to("programs:slot", row.slot.pk)
    person = row.booking.appointment.beneficiary.short_name if row.booking else ""
    untaken = _("Libre") if row.is_open else _("Pas pris")
    hours = {"start": time_words(slot.starts_at), "end": time_words(slot.ends_at)}
    return Row(
        when=time_words(slot.starts_at),
        title=person or (_("Pris") if slot.is_taken else untaken),
        url=url if person or not slot.is_taken else "",
        detail=slot.program.name,
        about=_("de %(start)s à %(end)s") % hours,
        action_label=_("Ouvrir"),
        action_url=url,
        action_name=f"{slot.program.name}, {hours['start']}",
    )
