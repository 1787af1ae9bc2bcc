/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-pencil.h"

#include <math.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-snap.h"

gboolean
ct_pencil_can_draw (CtSession *session)
{
  const CtEditTrack *track = ct_document_get_track (ct_session_get_document (session),
                                                    ct_session_get_current_track (session));

  return track && track->visible && !track->locked;
}

void
ct_pencil_begin (CtPencil *self, CtSession *session, double time_s, double midi, double length_s, gboolean free)
{
  CtTimeSpan span = free ? (CtTimeSpan){ time_s, time_s + length_s } : ct_snap_note (session, time_s, length_s);

  span.start_s = MAX (span.start_s, 0); /* an upbeat's line may lie before the recording */
  *self = (CtPencil){ .note = { .onset_s = span.start_s,
                                .offset_s = span.end_s,
                                .confidence = 1,
                                .origin_frame = -1,
                                .track = ct_session_get_current_track (session),
                                .midi = (guint8) CLAMP (lround (midi), 0, 127),
                                .velocity = (guint8) ct_session_get_new_note_velocity (session),
                                .edited = CT_EDITED_DRAWN },
                      .press_s = span.start_s };
}

void
ct_pencil_draw (CtPencil *self, CtSession *session, double time_s, gboolean free)
{
  if (!free)
    time_s = ct_snap_nearest_s (session, time_s);
  if (!free && time_s == self->press_s)
    time_s = ct_snap_note (session, time_s, 0).end_s;
  self->note.onset_s = MAX (MIN (time_s, self->press_s), 0);
  self->note.offset_s = MAX (MAX (time_s, self->press_s), self->note.onset_s + CT_NOTE_MIN_S);
}

void
ct_pencil_finish (const CtPencil *self, CtSession *session)
{
  guint64 id = ct_note_edits_draw (ct_session_get_document (session), self->note.track, self->note.midi,
                                   self->note.onset_s, self->note.offset_s, self->note.velocity);

  if (id)
    ct_selection_set (ct_session_get_selection (session), &id, 1);
}
