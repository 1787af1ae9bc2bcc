/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes on lines that can be written, and how long they last. */
#include <math.h>
#include <stdlib.h>

#include "core/notation/ct-notation-private.h"

/* In how many parts a beat may be divided, the plainest first; by whether it is a beat of three. */
#define N_DIVISIONS 13
static const int divisions[2][N_DIVISIONS] = {
  { 1, 2, 4, 8, 3, 6, 5, 16, 12, 32, 10, 24, 20 },
  { 1, 3, 6, 12, 2, 4, 24, 8, 5, 48, 16, 10, 20 },
};

/* What a plainer division is worth, in beats that starts miss. */
#define PLAINER 0.02

/* Notes are left early rather than late: an end that is so far behind a line belongs to the next one. */
#define END_SHARE 0.35

/* A beat of the piece. */
typedef struct
{
  int64_t start;
  int length;
  bool compound; /* of three */
  size_t index;
} Beat;

static Beat
beat_at (const CtNotationBars *bars, int64_t tick)
{
  size_t i = ct_notation_bars_at (bars, tick);
  const CtNotationBar *bar = &bars->bars[i];
  const CtBarFrame *frame = &bars->frames[i];
  int64_t within = tick - bar->start < bar->length ? tick - bar->start : bar->length - 1, n = within / frame->pulse;

  return (Beat){ bar->start + n * frame->pulse, frame->pulse, frame->pulse * bar->denominator != CT_TICKS_PER_WHOLE,
                 frame->first_beat + (size_t) n };
}

static int64_t
piece_end (const CtNotationBars *bars)
{
  const CtNotationBar *last = &bars->bars[bars->n_bars - 1];

  return last->start + last->length;
}

/* ---- lines ---- */

/* Whether steps of so many to a beat can be written. */
static bool
can_divide (const Beat *beat, int division)
{
  int step = beat->length / division, written = step;

  if (beat->length % division)
    return false;
  if (beat->compound)
    written = division % 5 == 0 ? step * 5 / 6 : division % 3 ? step * 2 / 3 : step;
  else
    written = division % 5 == 0 ? step * 5 / 4 : division % 3 ? step : step * 3 / 2;
  return written >= CT_NOTATION_UNIT && written % CT_NOTATION_UNIT == 0;
}

/* The plainest division whose lines the starts of a beat ([@n]) are on or, where there is none, near. */
static int
divide (const Beat *beat, const CtPlacedNote *notes, size_t n)
{
  int best = 1;
  double least = INFINITY;

  for (size_t k = 0; k < N_DIVISIONS; k++)
    {
      int division = divisions[beat->compound][k];
      double missed = 0, farthest = 0;

      if (!can_divide (beat, division))
        continue;
      for (size_t i = 0; i < n; i++)
        {
          double part = (double) (notes[i].start - beat->start) * division / beat->length;
          double distance = fabs (part - round (part)) / division;

          missed += distance / (double) n;
          farthest = fmax (farthest, distance * beat->length);
        }
      if (farthest <= 1)
        return division;
      if (missed + PLAINER * (double) k < least)
        {
          least = missed + PLAINER * (double) k;
          best = division;
        }
    }
  return best;
}

/* The line for a tick, the next one from @share of the way on. */
static int64_t
snap (const Beat *beat, int division, int64_t tick, double share)
{
  double line = floor ((double) (tick - beat->start) * division / beat->length + 1 - share);

  return beat->start + (int64_t) line * (beat->length / division);
}

/* Moves starts, and notes in @chosen ([n_beats]) how each beat is divided; 0: nothing starts there. */
static void
place_starts (const CtNotationBars *bars, CtPlacedNote *notes, size_t n, uint8_t *chosen)
{
  for (size_t i = 0, end; i < n; i = end)
    {
      Beat beat = beat_at (bars, notes[i].start);
      int division;

      for (end = i + 1; end < n && notes[end].start < beat.start + beat.length; end++)
        ;
      division = divide (&beat, notes + i, end - i);
      chosen[beat.index] = (uint8_t) division;
      for (size_t k = i; k < end; k++)
        {
          notes[k].start = snap (&beat, division, notes[k].start, 0.5);
          if (notes[k].start >= piece_end (bars))
            notes[k].start -= beat.length / division;
        }
    }
}

static void
place_end (const CtNotationBars *bars, CtPlacedNote *note, const uint8_t *chosen)
{
  Beat beat = beat_at (bars, note->end);
  int division = chosen[beat.index], least = beat.compound ? 3 : 2;

  if (division <= 1)
    division = can_divide (&beat, least) ? least : 1;
  note->end = snap (&beat, division, note->end, END_SHARE);
  if (note->end > note->start)
    return;
  beat = beat_at (bars, note->start);
  division = chosen[beat.index] > 0 ? chosen[beat.index] : 1;
  note->end = note->start + beat.length / division;
}

static int
compare (const void *a, const void *b)
{
  const CtPlacedNote *x = a, *y = b;

  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  if (x->midi != y->midi)
    return x->midi - y->midi;
  return (x->end < y->end) - (x->end > y->end);
}

static void
cut_repeated (CtPlacedNote *notes, size_t n)
{
  int64_t next[128];

  for (size_t i = 0; i < 128; i++)
    next[i] = INT64_MAX;
  for (size_t i = n; i-- > 0;)
    {
      notes[i].again = next[notes[i].midi];
      if (notes[i].end > notes[i].again)
        notes[i].end = notes[i].again;
      next[notes[i].midi] = notes[i].start;
    }
}

CtStatus
ct_notation_notes_place (const CtNotationBars *bars, CtPlacedNote *notes, size_t *n)
{
  uint8_t *chosen = calloc (bars->n_beats, sizeof *chosen);
  size_t kept = 0;

  if (!chosen)
    return CT_STATUS_NO_MEMORY;
  if (*n > 0)
    qsort (notes, *n, sizeof *notes, compare);
  place_starts (bars, notes, *n, chosen);
  for (size_t i = 0; i < *n; i++)
    place_end (bars, &notes[i], chosen);
  free (chosen);
  if (*n > 0)
    qsort (notes, *n, sizeof *notes, compare);
  for (size_t i = 0; i < *n; i++)
    if (kept == 0 || notes[kept - 1].start != notes[i].start || notes[kept - 1].midi != notes[i].midi)
      notes[kept++] = notes[i];
  *n = kept;
  cut_repeated (notes, kept);
  return CT_STATUS_OK;
}

/* ---- lengths ---- */

/* Notes of so many halves of a beat, or thirds of one, are long. */
#define LONG_NOTE 4

/* So many single notes in a row, each still sounding when the next begins, are strings or a pedal left to ring. */
#define RINGING 4

static void
damp (CtPlacedNote *notes, size_t n)
{
  for (size_t i = 0; n >= RINGING && i < n; i++)
    notes[i].end = notes[i + 1].start;
}

void
ct_notation_notes_damp (CtPlacedNote *notes, size_t n)
{
  size_t first = 0; /* of those in a row */

  for (size_t i = 0; i < n; i++)
    {
      bool alone = (i == 0 || notes[i - 1].start < notes[i].start) && i + 1 < n && notes[i + 1].start > notes[i].start;

      if (alone && notes[i].end > notes[i + 1].start)
        continue;
      damp (notes + first, i - first);
      first = i + 1;
    }
}

/* The end of a note that would be followed by a rest until @next: rests that only say that a note was left early are
 * not written, and long notes end with a beat. */
static int64_t
lasting_end (const CtNotationBars *bars, int64_t start, int64_t end, int64_t next)
{
  Beat beat = beat_at (bars, end);
  int part = beat.compound ? beat.length / 3 : beat.length / 2;
  int step = end - start >= LONG_NOTE * part ? beat.length : part;
  int64_t within = end - beat.start;

  if (part > 0 && within * (beat.compound ? 48 : 64) % beat.length == 0 && part % CT_NOTATION_UNIT == 0)
    end = beat.start + (within + step - 1) / step * step;
  return next - end < part ? next : end;
}

static int64_t
beat_end (const CtNotationBars *bars, int64_t tick)
{
  Beat beat = beat_at (bars, tick);

  return beat.start + beat.length;
}

size_t
ct_notation_notes_chords (const CtNotationBars *bars,
                          const CtPlacedNote *notes,
                          size_t n,
                          bool struck,
                          CtPlacedChord *chords)
{
  size_t n_chords = 0;

  for (size_t i = 0, end; i < n; i = end)
    {
      CtPlacedChord chord = { notes[i].start, notes[i].end, i, 0 };
      int64_t limit = piece_end (bars);

      for (end = i; end < n && notes[end].start == chord.start; end++)
        {
          chord.end = notes[end].end > chord.end ? notes[end].end : chord.end;
          limit = notes[end].again < limit ? notes[end].again : limit;
        }
      if (end < n && notes[end].start < limit)
        limit = notes[end].start;
      if (struck)
        chord.end = beat_end (bars, chord.start);
      else if (chord.end < limit)
        chord.end = lasting_end (bars, chord.start, chord.end, end < n ? notes[end].start : INT64_MAX);
      if (chord.end > limit)
        chord.end = limit;
      chord.n = end - i;
      chords[n_chords++] = chord;
    }
  return n_chords;
}
