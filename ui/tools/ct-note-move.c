/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-note-move.h"

#include <gtk/gtk.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/session/ct-grid-edits.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-snap.h"

/* The way such that the edge that is held comes to lie on a line. Who drags straight up means the pitch. */
static double
snap_way (CtSession *session, const CtEditNote *note, CtNotePart part, const CtPointerWay *way)
{
  double edge_s;

  if (!note || fabs (way->x) < CT_DRAG_MOVED_PX)
    return 0;
  edge_s = part == CT_NOTE_PART_END ? note->offset_s : note->onset_s;
  return ct_snap_nearest_s (session, edge_s + way->time_s) - edge_s;
}

CtNoteMove
ct_note_move_measure (CtSession *session, guint64 held, CtNotePart part, const CtPointerWay *way, gboolean free)
{
  const CtEditNote *note = ct_document_get_note (ct_session_get_document (session), held);
  CtNoteMove move = { .part = part, .free = free, .semitones = (int) lround (way->midi) };

  move.time_s = free ? way->time_s : snap_way (session, note, part, way);
  if (way->state & GDK_SHIFT_MASK)
    {
      if (fabs (way->x) >= fabs (way->y))
        move.semitones = 0;
      else
        move.time_s = 0;
    }
  if (note && !free)
    move.ticks = ct_snap_ticks (session, note->onset_s, note->onset_s + move.time_s);
  return move;
}

static CtNoteEdge
edge_of (const CtNoteMove *self)
{
  return self->part == CT_NOTE_PART_START ? CT_NOTE_START : CT_NOTE_END;
}

GArray *
ct_note_move_plan (const CtNoteMove *self, CtDocument *document, const guint64 *ids, guint n)
{
  if (self->part != CT_NOTE_PART_BODY)
    return ct_note_edits_plan_resize (document, ids, n, edge_of (self), self->time_s);
  if (!self->free)
    return ct_grid_edits_plan_move (document, ids, n, self->ticks, self->semitones);
  return ct_note_edits_plan_move (document, ids, n, self->time_s, self->semitones);
}

void
ct_note_move_apply (const CtNoteMove *self, CtDocument *document, const guint64 *ids, guint n)
{
  if (self->part != CT_NOTE_PART_BODY)
    ct_note_edits_resize (document, ids, n, edge_of (self), self->time_s);
  else if (self->free)
    ct_note_edits_move (document, ids, n, self->time_s, self->semitones);
  else
    ct_grid_edits_move (document, ids, n, self->ticks, self->semitones);
}
