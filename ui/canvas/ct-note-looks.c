/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-note-looks.h"

#define LEAST_ALPHA 0.35   /* of the softest or least certain note */
#define UNHEARD_ALPHA 0.35 /* of tracks that are muted, or not soloed while others are */

struct _CtNoteLooks
{
  CtNoteLook *looks; /* [n] */
  gsize n;
};

CtNoteLooks *
ct_note_looks_new (const CtEditScore *score)
{
  CtNoteLooks *self = g_new0 (CtNoteLooks, 1);

  self->n = score->n_tracks;
  self->looks = g_new (CtNoteLook, self->n);
  for (gsize i = 0; i < self->n; i++)
    {
      const CtEditTrack *track = &score->tracks[i];

      self->looks[i] = (CtNoteLook){ .track = track->id,
                                     .rgb = track->rgb,
                                     .number = (guint) i + 1,
                                     .visible = track->visible,
                                     .heard = ct_edit_score_track_is_heard (score, track) };
    }
  return self;
}

void
ct_note_looks_free (CtNoteLooks *self)
{
  g_free (self->looks);
  g_free (self);
}

const CtNoteLook *
ct_note_looks_get (CtNoteLooks *self, const CtEditNote *note, CtDisplay *display)
{
  if (note->uncertain && !ct_display_shows_uncertain (display))
    return NULL;
  for (gsize i = 0; i < self->n; i++)
    if (self->looks[i].track == note->track)
      return self->looks[i].visible ? &self->looks[i] : NULL;
  return NULL;
}

double
ct_note_looks_get_alpha (const CtNoteLook *look, const CtEditNote *note, CtDisplay *display)
{
  double share = 1;

  switch (ct_display_get_note_opacity (display))
    {
    case CT_NOTE_OPACITY_VELOCITY:
      share = MIN (note->velocity, 127) / 127.0;
      break;
    case CT_NOTE_OPACITY_CONFIDENCE:
      share = CLAMP (note->confidence, 0, 1);
      break;
    case CT_NOTE_OPACITY_SOLID:
    default:
      break;
    }
  return (LEAST_ALPHA + (1 - LEAST_ALPHA) * share) * (look->heard ? 1 : UNHEARD_ALPHA);
}

gboolean
ct_note_looks_any_unheard (CtNoteLooks *self)
{
  for (gsize i = 0; i < self->n; i++)
    if (!self->looks[i].heard)
      return TRUE;
  return FALSE;
}
