/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tracks that were found are called: guesses of their programs, and timbres that are known. */
#include "core/transcribe/ct-rescore-private.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/timbre/ct-program-guess.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-recognition.h"

#define ALIKE 96 /* of 3 * 255: colours nearer than this are taken for each other */

/* Whether a hand was on the track before: it stays as it is. */
static bool
is_kept (const CtRescore *self, size_t track)
{
  int before = ct_edit_score_track_index (self->before, self->tracks[track].id);

  return before >= 0 && self->kept[before];
}

/* The notes that were heard, on their tracks, with their embeddings. */
static CtStatus
gather (const CtRescore *self, CtScore *heard, float *embeddings)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; status == CT_STATUS_OK && i < self->n; i++)
    {
      const CtRescoreItem *item = &self->items[i];
      CtNote note = ct_edit_note_to_note (&item->note);

      if (item->candidate < 0)
        continue;
      note.track = (int16_t) ct_rescore_track_index (self, item->note.track);
      memcpy (embeddings + heard->notes.n * CT_EMBEDDING_SIZE,
              self->evidence->embeddings + item->candidate * CT_EMBEDDING_SIZE, CT_EMBEDDING_SIZE * sizeof *embeddings);
      status = ct_notes_append (&heard->notes, &note);
    }
  return status;
}

/* Takes over the guesses for tracks that have notes to guess from and were found. */
static void
set_programs (CtRescore *self, const CtScore *guess)
{
  for (size_t i = 0; i < self->n_tracks; i++)
    if (!is_kept (self, i) && ct_score_count (guess, (int) i) > 0)
      {
        self->tracks[i].program = guess->tracks[i].program;
        self->tracks[i].naming = guess->tracks[i].naming;
      }
}

/* Whether two colours, 0xRRGGBB, can be taken for each other. */
static bool
are_alike (uint32_t a, uint32_t b)
{
  int sum = 0;

  for (int shift = 0; shift < 24; shift += 8)
    sum += abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff));
  return sum < ALIKE;
}

/* Whether a track that keeps its colour has one like that of @track. */
static bool
is_colour_taken (const CtRescore *self, size_t track)
{
  for (size_t i = 0; i < self->n_tracks; i++)
    if (i != track && are_alike (self->tracks[i].rgb, self->tracks[track].rgb)
        && (self->tracks[i].recognition == CT_RECOGNITION_DONE || is_kept (self, i)))
      return true;
  return false;
}

/* Lets no two tracks have the colour of one that was recognised: another one that nobody chose a colour for takes that
 * which this track had, else this one keeps it. */
static void
part_colours (CtRescore *self, size_t track, uint32_t rgb_before)
{
  uint32_t rgb = self->tracks[track].rgb;

  if (rgb == rgb_before)
    return;
  if (is_colour_taken (self, track))
    {
      self->tracks[track].rgb = rgb_before;
      return;
    }
  for (size_t i = 0; i < self->n_tracks; i++)
    if (i != track && are_alike (self->tracks[i].rgb, rgb))
      self->tracks[i].rgb = rgb_before;
}

/* A timbre whose name a track bears already is not looked for. */
static void
find_taken (const CtRescore *self, unsigned char *taken)
{
  for (size_t i = 0; i < self->n_tracks; i++)
    {
      const char *name = self->tracks[i].name;
      int timbre = name[0] ? ct_known_timbres_find (self->evidence->known, name) : -1;

      if (timbre >= 0)
        taken[timbre] = 1;
    }
}

/* Recognises tracks that were found and that nobody refused. */
static CtStatus
recognise (CtRescore *self, CtScore *heard, const float *embeddings)
{
  const CtKnownTimbres *known = self->evidence->known;
  unsigned char taken[CT_KNOWN_TIMBRES_MAX] = { 0 };
  const CtHeardTracks tracks = { .weights = self->evidence->weights,
                                 .encoder = self->evidence->encoder,
                                 .embeddings = embeddings,
                                 .notes = heard->notes.notes,
                                 .n = heard->notes.n,
                                 .n_tracks = self->n_tracks,
                                 .taken = taken };
  CtTimbreMatch *matches = malloc ((self->n_tracks + 1) * sizeof *matches);
  CtStatus status = CT_STATUS_NO_MEMORY;

  find_taken (self, taken);
  for (size_t i = 0; i < heard->notes.n; i++)
    {
      int16_t track = heard->notes.notes[i].track;

      if (track >= 0 && (is_kept (self, (size_t) track) || self->tracks[track].recognition == CT_RECOGNITION_REFUSED))
        heard->notes.notes[i].track = -1;
    }
  if (matches)
    status = ct_known_timbres_match (known, &tracks, matches);
  for (size_t i = 0; status == CT_STATUS_OK && i < self->n_tracks; i++)
    if (matches[i].timbre >= 0)
      {
        uint32_t rgb = self->tracks[i].rgb;

        ct_edit_track_recognise (&self->tracks[i], ct_known_timbres_get (known, (size_t) matches[i].timbre));
        part_colours (self, i, rgb);
      }
  free (matches);
  return status;
}

CtStatus
ct_rescore_name_tracks (CtRescore *self)
{
  const CtRescoreEvidence *evidence = self->evidence;
  CtScore *heard = NULL;
  float *embeddings = malloc ((self->n + 1) * CT_EMBEDDING_SIZE * sizeof *embeddings);
  CtStatus status = embeddings ? ct_score_new (self->n_tracks, &heard) : CT_STATUS_NO_MEMORY;

  for (size_t i = 0; i < self->n_tracks; i++)
    if (!is_kept (self, i))
      ct_edit_track_unrecognise (&self->tracks[i]);
  if (status == CT_STATUS_OK)
    status = gather (self, heard, embeddings);
  if (status == CT_STATUS_OK && evidence->weights && evidence->spectrogram)
    {
      status = ct_program_guess (evidence->weights, embeddings, evidence->spectrogram, evidence->start_s, heard);
      if (status == CT_STATUS_OK)
        set_programs (self, heard);
    }
  if (status == CT_STATUS_OK && evidence->known && evidence->weights)
    status = recognise (self, heard, embeddings);
  ct_score_free (heard);
  free (embeddings);
  return status;
}
