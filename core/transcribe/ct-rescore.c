/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-rescore-private.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-candidates.h"
#include "core/notes/ct-note-decoder.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-recognition.h"
#include "core/transcribe/ct-rescore-evidence.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"

#define EDIT_KEEPS (CT_EDITED_ALL & ~CT_EDITED_TRACK)   /* with these a note stays, whatever is decoded */
#define EDIT_TRACKS (CT_EDITED_TRACK | CT_EDITED_DRAWN) /* these put it on its track */
#define KEPT_NOTES 3                                    /* so many put on a track by hand keep all of it */

static bool
in_span (const CtRescore *self, double onset_s)
{
  return onset_s >= self->scope->span.start_s && onset_s < self->scope->span.end_s;
}

static CtFate
fate_of (const CtRescore *self, const CtEditNote *note)
{
  int track = ct_edit_score_track_index (self->before, note->track);

  if (self->scope->kind == CT_RESCORE_FIND_TRACKS)
    return CT_FATE_STAYS;
  if (track >= 0 && self->before->tracks[track].locked)
    return CT_FATE_STAYS;
  if (self->scope->kind == CT_RESCORE_SPAN && !in_span (self, note->onset_s))
    return CT_FATE_STAYS;
  if (self->scope->kind == CT_RESCORE_TRACK && note->track != self->scope->track)
    return CT_FATE_STAYS;
  return note->edited & EDIT_KEEPS ? CT_FATE_HELD : CT_FATE_OPEN;
}

/* Whether a hand is on @track, so that it is not found again. One or two notes moved to it do not count: they stay, but
 * say nothing of the others. */
static bool
is_kept (const CtEditScore *score, const CtEditTrack *track)
{
  size_t n = 0;

  for (size_t i = 0; i < score->n_notes; i++)
    n += score->notes[i].track == track->id && !score->notes[i].uncertain && (score->notes[i].edited & EDIT_TRACKS);
  return n >= KEPT_NOTES || ct_edit_track_is_named (track) || track->rgb_by_hand || track->program_by_hand
         || track->locked;
}

static void
add_item (CtRescore *self, const CtEditNote *note, const CtEditNote *before, CtFate fate)
{
  CtRescoreItem *item = &self->items[self->n++];

  *item = (CtRescoreItem){ .note = *note, .was_there = before != NULL, .label = -1 };
  if (before)
    {
      item->keeps_track = before->edited || self->kept[ct_edit_score_track_index (self->before, before->track)];
      item->keeps_all = fate != CT_FATE_OPEN || (before->edited & CT_EDITED_TRACK);
    }
  item->candidate = ct_rescore_evidence_candidate (self->evidence, note);
}

/* Whether @note covers, or is covered by, more than half of a note at its pitch that stays; @latest[i] is the
 * latest end of the notes up to i, so that the search can stop. */
static bool
is_covered (const CtRescore *self, const double *latest, const CtNote *note)
{
  const CtEditScore *before = self->before;
  size_t low = 0, high = before->n_notes;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (before->notes[middle].onset_s < note->offset_s)
        low = middle + 1;
      else
        high = middle;
    }
  for (size_t i = low; i-- > 0 && latest[i] > note->onset_s;)
    {
      const CtEditNote *other = &before->notes[i];
      double together = fmin (note->offset_s, other->offset_s) - fmax (note->onset_s, other->onset_s);

      if (other->midi == note->midi && self->fates[i] != CT_FATE_OPEN
          && together > 0.5 * fmin (note->offset_s - note->onset_s, other->offset_s - other->onset_s))
        return true;
    }
  return false;
}

/* Makes a decoded note a note of the score; @before is what it was matched with, or NULL. */
static CtEditNote
edit_note (const CtRescore *self, const CtNote *note, const CtEditNote *before)
{
  CtEditNote made = { .onset_s = note->onset_s,
                      .offset_s = note->offset_s,
                      .confidence = fminf (fmaxf (note->confidence, 0), 1),
                      .origin_frame = ct_candidates_frame (note->onset_s, self->evidence->start_s),
                      .origin_midi = note->midi,
                      .midi = note->midi,
                      .velocity = note->velocity < 1 ? 1 : note->velocity,
                      .uncertain = note->uncertain };

  if (made.onset_s < 0)
    made.onset_s = 0; /* a peak just before the first frame's centre */
  if (before)
    {
      made.id = before->id;
      made.track = before->track;
      made.edited = before->edited;
      if (!self->evidence->spectrogram)
        made.velocity = before->velocity;
    }
  return made;
}

/* Adds a decoded note: as a new note, as what its match becomes, or not at all. */
static void
take_decoded (CtRescore *self, const CtNote *note, ptrdiff_t match, const double *latest)
{
  const CtEditNote *before = match >= 0 ? &self->before->notes[match] : NULL;
  CtEditNote made;

  if (match == CT_MATCH_DELETED || (before && self->fates[match] != CT_FATE_OPEN))
    return;
  if (self->scope->kind == CT_RESCORE_SPAN && !in_span (self, note->onset_s))
    {
      /* a note that would leave the span stays as it is: outside it could not be changed back */
      if (before)
        add_item (self, before, before, CT_FATE_OPEN);
      return;
    }
  if (!before && is_covered (self, latest, note))
    return;
  made = edit_note (self, note, before);
  add_item (self, &made, before, CT_FATE_OPEN);
}

/* The order of a score's notes; new ones get higher ids than any. */
static int
compare_items (const void *a, const void *b)
{
  CtEditNote x = ((const CtRescoreItem *) a)->note, y = ((const CtRescoreItem *) b)->note;
  int order;

  x.id = x.id ? x.id : UINT64_MAX;
  y.id = y.id ? y.id : UINT64_MAX;
  order = ct_edit_note_compare (&x, &y);
  return order ? order : (x.offset_s > y.offset_s) - (x.offset_s < y.offset_s);
}

/* The notes of the score before that stay, and those decoded. */
static CtStatus
gather_items (CtRescore *self, const CtNotes *notes)
{
  const CtEditScore *before = self->before;
  ptrdiff_t *matches = malloc ((notes->n + 1) * sizeof *matches);
  double *latest = malloc ((before->n_notes + 1) * sizeof *latest);
  CtStatus status = matches && latest ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;

  self->items = malloc ((notes->n + before->n_notes + 1) * sizeof *self->items);
  if (!self->items)
    status = CT_STATUS_NO_MEMORY;
  if (status == CT_STATUS_OK)
    status = ct_rescore_match (self, notes->notes, notes->n, matches);
  for (size_t i = 0; status == CT_STATUS_OK && i < before->n_notes; i++)
    {
      latest[i] = i > 0 ? fmax (latest[i - 1], before->notes[i].offset_s) : before->notes[i].offset_s;
      if (self->fates[i] != CT_FATE_OPEN)
        add_item (self, &before->notes[i], &before->notes[i], self->fates[i]);
    }
  for (size_t i = 0; status == CT_STATUS_OK && i < notes->n; i++)
    take_decoded (self, &notes->notes[i], matches[i], latest);
  if (status == CT_STATUS_OK && self->n > 1)
    qsort (self->items, self->n, sizeof *self->items, compare_items);
  free (matches);
  free (latest);
  return status;
}

/* Where only tracks are found all notes stay. */
static CtStatus
find_items (CtRescore *self)
{
  CtNotes notes = { 0 };
  CtStatus status = CT_STATUS_OK;

  if (self->scope->kind != CT_RESCORE_FIND_TRACKS)
    status = ct_note_decoder_decode (self->evidence->posteriors, self->evidence->spectrogram, &self->options->notes,
                                     self->evidence->start_s, &notes);
  if (status == CT_STATUS_OK)
    status = gather_items (self, &notes);
  ct_notes_clear (&notes);
  return status;
}

static CtStatus
start (CtRescore *self)
{
  const CtEditScore *before = self->before;

  self->fates = malloc ((before->n_notes + 1) * sizeof *self->fates);
  self->kept = malloc ((before->n_tracks + 1) * sizeof *self->kept);
  self->track_capacity = before->n_tracks + 16;
  self->tracks = malloc (self->track_capacity * sizeof *self->tracks);
  if (!self->fates || !self->kept || !self->tracks)
    return CT_STATUS_NO_MEMORY;
  if (before->n_tracks > 0)
    memcpy (self->tracks, before->tracks, before->n_tracks * sizeof *self->tracks);
  self->n_tracks = before->n_tracks;
  self->next_track_id = before->next_track_id;
  for (size_t i = 0; i < before->n_notes; i++)
    self->fates[i] = fate_of (self, &before->notes[i]);
  for (size_t i = 0; i < before->n_tracks; i++)
    self->kept[i] = is_kept (before, &before->tracks[i]);
  return CT_STATUS_OK;
}

/* Whether @track just lost its last note. */
static bool
was_emptied (const CtRescore *self, const CtEditTrack *track)
{
  bool had = false;

  for (size_t i = 0; i < self->n; i++)
    if (self->items[i].note.track == track->id)
      return false;
  for (size_t i = 0; i < self->before->n_notes && !had; i++)
    had = self->before->notes[i].track == track->id;
  return had;
}

static void
drop_emptied (CtRescore *self)
{
  size_t n = 0;

  for (size_t i = 0; i < self->n_tracks; i++)
    if (!was_emptied (self, &self->tracks[i]))
      self->tracks[n++] = self->tracks[i];
  self->n_tracks = n;
}

/* Whether tracks are found: on demand, and where there is nothing heard that they could be told from. */
static bool
finds_tracks (const CtRescore *self)
{
  if (self->scope->kind == CT_RESCORE_FIND_TRACKS)
    return true;
  for (size_t i = 0; i < self->before->n_notes; i++)
    if (self->before->notes[i].origin_frame >= 0)
      return false;
  return self->scope->kind != CT_RESCORE_TRACK;
}

/* A score keeps the options that all of it was made with. */
static void
set_options (const CtRescore *self, CtTranscriberOptions *options)
{
  if (self->scope->kind == CT_RESCORE_ALL)
    {
      options->notes = self->options->notes;
      options->postprocess.drop_octaves = self->options->postprocess.drop_octaves;
    }
  if (finds_tracks (self) && self->scope->kind != CT_RESCORE_SPAN)
    {
      options->tracks = self->options->tracks;
      options->postprocess.follow_register = self->options->postprocess.follow_register;
    }
}

/* The score that the items and tracks make. */
static CtStatus
finish (CtRescore *self, CtEditScore **out)
{
  CtEditScore *made, shape = *self->before;
  CtStatus status;

  shape.notes = NULL;
  shape.n_notes = 0;
  shape.tracks = self->tracks;
  shape.n_tracks = self->n_tracks;
  set_options (self, &shape.options);
  shape.next_track_id = self->next_track_id;
  status = ct_edit_score_copy (&shape, &made);
  if (status != CT_STATUS_OK)
    return status;
  made->notes = self->n > 0 ? malloc (self->n * sizeof *made->notes) : NULL;
  if (self->n > 0 && !made->notes)
    {
      ct_edit_score_free (made);
      return CT_STATUS_NO_MEMORY;
    }
  for (size_t i = 0; i < self->n; i++)
    {
      made->notes[i] = self->items[i].note;
      if (made->notes[i].id == 0)
        made->notes[i].id = made->next_note_id++;
    }
  made->n_notes = self->n;
  *out = made;
  return CT_STATUS_OK;
}

static CtStatus
find_tracks (CtRescore *self)
{
  CtStatus status = ct_rescore_find_tracks (self);

  if (status == CT_STATUS_OK)
    drop_emptied (self);
  if (status == CT_STATUS_OK)
    status = ct_rescore_name_tracks (self);
  return status;
}

static CtStatus
run (CtRescore *self, CtEditScore **out)
{
  CtStatus status = ct_timbre_cluster_options_check (&self->options->tracks);

  if (status == CT_STATUS_OK)
    status = start (self);
  if (status == CT_STATUS_OK)
    status = find_items (self);
  if (status == CT_STATUS_OK)
    status = finds_tracks (self) ? find_tracks (self) : ct_rescore_join_tracks (self);
  return status == CT_STATUS_OK ? finish (self, out) : status;
}

CtStatus
ct_rescore_counting (const CtRescoreEvidence *evidence,
                     const CtEditScore *before,
                     const CtTranscriberOptions *options,
                     const CtRescoreScope *scope,
                     CtTimbreCount *count,
                     CtEditScore **out)
{
  CtRescore self = { .evidence = evidence, .before = before, .options = options, .scope = scope };
  CtStatus status = run (&self, out);

  *count = self.count;
  free (self.fates);
  free (self.kept);
  free (self.items);
  free (self.tracks);
  return status;
}

CtStatus
ct_rescore (const CtRescoreEvidence *evidence,
            const CtEditScore *before,
            const CtTranscriberOptions *options,
            const CtRescoreScope *scope,
            CtEditScore **out)
{
  CtTimbreCount count;

  return ct_rescore_counting (evidence, before, options, scope, &count, out);
}
