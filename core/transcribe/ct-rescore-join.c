/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New notes on tracks that exist. */
#include "core/transcribe/ct-rescore-private.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-nearest-timbre.h"
#include "core/timbre/ct-track-postprocess.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-nearest-notes.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"

double
ct_rescore_sound (const CtEditNote *note)
{
  return note->uncertain ? 0 : (note->offset_s - note->onset_s) * note->velocity;
}

/* ---- by timbre ---- */

CtStatus
ct_rescore_timbres_gather (const CtRescore *rescore, CtRescoreTimbres *timbres)
{
  size_t n = rescore->n + 1;

  *timbres = (CtRescoreTimbres){ .items = malloc (n * sizeof *timbres->items),
                                 .notes = malloc (n * sizeof *timbres->notes),
                                 .embeddings = malloc (n * CT_EMBEDDING_SIZE * sizeof *timbres->embeddings),
                                 .fixed = malloc (n * sizeof *timbres->fixed) };
  if (!timbres->items || !timbres->notes || !timbres->embeddings || !timbres->fixed)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < rescore->n; i++)
    {
      const CtRescoreItem *item = &rescore->items[i];

      if (item->candidate < 0)
        continue;
      timbres->items[timbres->n] = i;
      timbres->notes[timbres->n] = ct_edit_note_to_note (&item->note);
      memcpy (timbres->embeddings + timbres->n * CT_EMBEDDING_SIZE,
              rescore->evidence->embeddings + item->candidate * CT_EMBEDDING_SIZE,
              CT_EMBEDDING_SIZE * sizeof *timbres->embeddings);
      timbres->n++;
    }
  return CT_STATUS_OK;
}

void
ct_rescore_timbres_clear (CtRescoreTimbres *timbres)
{
  free (timbres->items);
  free (timbres->notes);
  free (timbres->embeddings);
  free (timbres->fixed);
  *timbres = (CtRescoreTimbres){ 0 };
}

/* Groups are tracks, by their indices. */
static CtStatus
join_timbres (CtRescore *self, CtRescoreTimbres *timbres)
{
  CtStatus status;

  for (size_t i = 0; i < timbres->n; i++)
    {
      const CtRescoreItem *item = &self->items[timbres->items[i]];

      timbres->fixed[i] = item->was_there ? ct_rescore_track_index (self, item->note.track) : -1;
    }
  status = ct_nearest_timbre (self->evidence->memory, timbres->embeddings, timbres->notes, timbres->fixed, timbres->n,
                              timbres->fixed);
  for (size_t i = 0; status == CT_STATUS_OK && i < timbres->n; i++)
    if (timbres->fixed[i] >= 0)
      self->items[timbres->items[i]].note.track = self->tracks[timbres->fixed[i]].id;
  return status;
}

/* Partials become uncertain notes; no note changes its track. */
static CtStatus
drop_partials (CtRescore *self, CtRescoreTimbres *timbres)
{
  CtTrackPostprocessOptions options = { .drop_octaves = self->options->postprocess.drop_octaves };
  CtStatus status;

  for (size_t i = 0; i < timbres->n; i++)
    {
      const CtRescoreItem *item = &self->items[timbres->items[i]];

      timbres->notes[i].track = (int16_t) ct_rescore_track_index (self, item->note.track);
      timbres->fixed[i] = item->keeps_all ? 0 : -1;
    }
  status = ct_track_postprocess (timbres->embeddings, timbres->fixed, &options, timbres->notes, timbres->n,
                                 self->n_tracks);
  for (size_t i = 0; status == CT_STATUS_OK && i < timbres->n; i++)
    self->items[timbres->items[i]].note.uncertain = timbres->notes[i].uncertain;
  return status;
}

/* ---- by time and pitch ---- */

/* Finds for every item the nearest one that is certain and whose track is known, and not locked if @only_open. */
static CtStatus
find_nearest (const CtRescore *self, bool only_open, ptrdiff_t *nearest)
{
  CtNote *notes = malloc ((self->n + 1) * sizeof *notes);
  bool *known = malloc ((self->n + 1) * sizeof *known);
  CtStatus status = notes && known ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;

  for (size_t i = 0; status == CT_STATUS_OK && i < self->n; i++)
    {
      const CtEditNote *note = &self->items[i].note;

      notes[i] = ct_edit_note_to_note (note);
      known[i] = note->track > 0 && !note->uncertain
                 && !(only_open && self->tracks[ct_rescore_track_index (self, note->track)].locked);
    }
  if (status == CT_STATUS_OK)
    ct_nearest_notes (notes, known, self->n, nearest);
  free (notes);
  free (known);
  return status;
}

CtStatus
ct_rescore_join_nearest (CtRescore *rescore, bool finds)
{
  ptrdiff_t *nearest = malloc ((rescore->n + 1) * sizeof *nearest);
  CtStatus status = nearest ? find_nearest (rescore, finds, nearest) : CT_STATUS_NO_MEMORY;
  uint32_t fallback = 0;

  for (size_t i = 0; i < rescore->n_tracks && !fallback; i++)
    fallback = rescore->tracks[i].locked ? 0 : rescore->tracks[i].id;
  for (size_t i = 0; status == CT_STATUS_OK && i < rescore->n; i++)
    {
      CtEditNote *note = &rescore->items[i].note;

      if (note->track > 0)
        continue;
      if (nearest[i] < 0 && !fallback && finds)
        status = ct_rescore_add_track (rescore, &fallback);
      note->track = nearest[i] >= 0 ? rescore->items[nearest[i]].note.track : fallback;
    }
  free (nearest);
  return status;
}

/* ---- all of it ---- */

/* Whether a new item may come to the track @id. */
static bool
is_open (const CtRescore *self, uint32_t id)
{
  int track = ct_rescore_track_index (self, id);

  return track >= 0 && !self->tracks[track].locked
         && (self->scope->kind != CT_RESCORE_TRACK || id == self->scope->track);
}

static void
drop_closed (CtRescore *self)
{
  size_t n = 0;

  for (size_t i = 0; i < self->n; i++)
    if (self->items[i].was_there || is_open (self, self->items[i].note.track))
      self->items[n++] = self->items[i];
  self->n = n;
}

CtStatus
ct_rescore_join_tracks (CtRescore *rescore)
{
  CtRescoreTimbres timbres;
  CtStatus status = ct_rescore_timbres_gather (rescore, &timbres);

  if (status == CT_STATUS_OK)
    status = join_timbres (rescore, &timbres);
  if (status == CT_STATUS_OK)
    status = ct_rescore_join_nearest (rescore, false);
  if (status == CT_STATUS_OK)
    status = drop_partials (rescore, &timbres);
  ct_rescore_timbres_clear (&timbres);
  if (status == CT_STATUS_OK)
    drop_closed (rescore);
  return status;
}
