/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Divides the notes of a track by pitch, into two hands or two voices.
 *
 * Notes that start together are cut into an upper and a lower group; of all ways to cut, a Viterbi pass over the starts
 * finds the cheapest. What a cut costs depends on what each hand or voice did before. */
#include <math.h>
#include <stdlib.h>

#include "core/notation/ct-notation-private.h"

/* The most ways to cut that are tried at one start. */
#define MAX_CUTS 9

/* What one of the two has done so far. */
typedef struct
{
  int64_t end;  /* until when it sounds */
  double place; /* where its last notes lay, as a pitch */
  uint8_t low;
  uint8_t high;
  bool used;
} Group;

typedef struct
{
  double cost;
  Group groups[2]; /* upper, lower */
} State;

/* What a group costs that gets notes ([@n], none if 0), all of one start; @after becomes what it has done then. @lower:
 * which one. */
typedef double (*CostFunc) (const State *before, State *after, const CtPlacedNote *notes, size_t n, int lower);

static double
limited (double value, double limit)
{
  return value < limit ? value : limit;
}

static double
quarters (int64_t ticks)
{
  return (double) ticks / CT_TICKS_PER_QUARTER;
}

/* Gives notes to a group. Returns by how much some are shorter than the longest, in quarter notes. */
static double
give (Group *group, const CtPlacedNote *notes, size_t n)
{
  double shorter = 0;

  *group = (Group){ notes[0].end, 0.5 * (notes[0].midi + notes[n - 1].midi), notes[0].midi, notes[n - 1].midi, true };
  for (size_t i = 0; i < n; i++)
    if (notes[i].end > group->end)
      group->end = notes[i].end;
  for (size_t i = 0; i < n; i++)
    shorter = fmax (shorter, quarters (group->end - notes[i].end));
  return shorter;
}

/* ---- hands ---- */

/* What a hand reaches with ease. */
#define HAND_SPAN 12
#define HAND_FINGERS 5
#define MIDDLE_C 60

static double
hand_cost (const State *before, State *after, const CtPlacedNote *notes, size_t n, int lower)
{
  const Group *was = &before->groups[lower];
  Group *group = &after->groups[lower];
  double cost = 0;

  if (n == 0)
    return 0;
  give (group, notes, n);
  if (group->high - group->low > HAND_SPAN)
    cost += 1.5 * (group->high - group->low - HAND_SPAN);
  if (n > HAND_FINGERS)
    cost += 2 * (double) (n - HAND_FINGERS);
  if (was->used)
    cost += 0.15 * fabs (group->place - was->place);
  for (size_t i = 0; i < n; i++)
    cost += 0.12 * fmax (lower ? notes[i].midi - MIDDLE_C : MIDDLE_C - notes[i].midi, 0);
  return cost;
}

/* ---- voices ---- */

/* What is lost where a note is cut: so much a quarter note, but beyond a little only so much more. */
#define LOST 1.4
#define LITTLE_LOST 0.7
#define MORE_LOST 0.15
#define SECOND_VOICE 0.45 /* for each of its chords */
#define SECOND_BEGINS 0.5 /* where it was silent */
#define SECOND_CUT 0.8    /* where it cuts a note, too: better let strings ring in one voice */
#define ALONE 0.6         /* where the first is silent */
#define CROSSING 1.5

static double
loss (double lost)
{
  return limited (LOST * lost, LITTLE_LOST + MORE_LOST * limited (lost, 4));
}

static double
voice_cost (const State *before, State *after, const CtPlacedNote *notes, size_t n, int lower)
{
  const Group *was = &before->groups[lower];
  const Group *other = &after->groups[0]; /* the upper one is asked first */
  Group *group = &after->groups[lower];
  double cost = 0, cut = 0;

  if (n == 0)
    return 0;
  if (was->used && was->end > notes[0].start)
    cut = quarters (was->end - notes[0].start);
  cost += loss (give (group, notes, n)) + loss (cut);
  if (was->used)
    cost += limited (0.02 * fabs (group->place - was->place), 0.3);
  if (!lower)
    {
      const Group *below = &before->groups[1];

      return below->end > notes[0].start && below->high >= group->low ? cost + CROSSING : cost;
    }
  cost += SECOND_VOICE + (cut > 0 ? SECOND_CUT : 0);
  if (was->end <= notes[0].start)
    cost += SECOND_BEGINS;
  if (other->end <= notes[0].start)
    cost += ALONE;
  else if (other->low <= group->high)
    cost += CROSSING;
  return cost;
}

/* ---- the cheapest way ---- */

typedef struct
{
  size_t first;
  size_t n;
  uint8_t back[MAX_CUTS]; /* of each cut, the best cut before */
} Start;

static size_t
n_cuts (const Start *start)
{
  return start->n + 1 < MAX_CUTS ? start->n + 1 : MAX_CUTS;
}

/* How many notes go to the lower group. */
static size_t
lower_notes (const Start *start, size_t cut)
{
  return start->n + 1 <= MAX_CUTS ? cut : cut * start->n / (MAX_CUTS - 1);
}

static State
step (const State *before, const CtPlacedNote *notes, const Start *start, size_t cut, CostFunc cost)
{
  size_t below = lower_notes (start, cut);
  State after = *before;

  after.cost += cost (before, &after, notes + start->first + below, start->n - below, 0);
  after.cost += cost (before, &after, notes + start->first, below, 1);
  return after;
}

/* Fills the cuts of @starts with the best way back from each. Returns the best cut of the last start. */
static size_t
search (const CtPlacedNote *notes, Start *starts, size_t n, CostFunc cost)
{
  State states[2][MAX_CUTS] = { 0 };
  size_t n_before = 1, best = 0;

  for (size_t i = 0; i < n; i++)
    {
      State *before = states[i % 2], *after = states[(i + 1) % 2];

      for (size_t cut = 0; cut < n_cuts (&starts[i]); cut++)
        for (size_t from = 0; from < n_before; from++)
          {
            State state = step (&before[from], notes, &starts[i], cut, cost);

            if (from > 0 && state.cost >= after[cut].cost)
              continue;
            after[cut] = state;
            starts[i].back[cut] = (uint8_t) from;
          }
      n_before = n_cuts (&starts[i]);
    }
  for (size_t cut = 1; cut < n_before; cut++)
    if (states[n % 2][cut].cost < states[n % 2][best].cost)
      best = cut;
  return best;
}

/* Sets the member at @offset of each note: 1 for the lower group. */
static CtStatus
split (CtPlacedNote *notes, size_t n, CostFunc cost, size_t offset)
{
  Start *starts = malloc ((n + 1) * sizeof *starts);
  size_t n_starts = 0, cut;

  if (!starts)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0, end; i < n; i = end)
    {
      for (end = i + 1; end < n && notes[end].start == notes[i].start; end++)
        ;
      starts[n_starts++] = (Start){ .first = i, .n = end - i };
    }
  cut = search (notes, starts, n_starts, cost);
  for (size_t i = n_starts; i-- > 0;)
    {
      size_t below = lower_notes (&starts[i], cut);

      for (size_t k = 0; k < starts[i].n; k++)
        ((uint8_t *) &notes[starts[i].first + k])[offset] = k < below;
      cut = starts[i].back[cut];
    }
  free (starts);
  return CT_STATUS_OK;
}

CtStatus
ct_pitch_split_hands (CtPlacedNote *notes, size_t n)
{
  return split (notes, n, hand_cost, offsetof (CtPlacedNote, staff));
}

CtStatus
ct_pitch_split_voices (CtPlacedNote *notes, size_t n)
{
  return split (notes, n, voice_cost, offsetof (CtPlacedNote, voice));
}
