/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-edit-beats.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-tempo-map.h"
#include "core/network/ct-simd.h"
#include "core/rhythm/ct-beat-network.h"
#include "core/rhythm/ct-beat-tracker.h"
#include "core/rhythm/ct-beats.h"
#include "core/rhythm/ct-onset-strength.h"
#include "core/rhythm/ct-pulse.h"
#include "core/transform/ct-cqt.h"

#define SAME_S 1e-6 /* a fixed beat is found again this near */

/* What a hand fixed of a map. */
typedef struct
{
  const CtTempoMap *map;
  CtBeat *beats;   /* [n_beats] */
  CtMeter *meters; /* [n_meters]: those that begin on a fixed beat; their ticks are of the map */
  size_t n_beats;
  size_t n_meters;
} Fixed;

static void
clear_fixed (Fixed *self)
{
  free (self->beats);
  free (self->meters);
}

/* Gathers the fixed points that are beats, from @start_s to @end_s. */
static void
gather_beats (Fixed *self, double start_s, double end_s)
{
  size_t n;
  const CtTempoPoint *points = ct_tempo_map_points (self->map, &n);

  for (size_t i = 0; i < n; i++)
    {
      int64_t bar = ct_tempo_map_bar_tick (self->map, ct_tempo_map_position (self->map, points[i].tick).bar);
      int pulse = ct_pulse_ticks (ct_tempo_map_meter_at (self->map, bar));
      int64_t within = points[i].tick - bar;

      if (points[i].fixed && within % pulse == 0 && points[i].time_s >= start_s && points[i].time_s < end_s)
        self->beats[self->n_beats++] = (CtBeat){ .time_s = points[i].time_s,
                                                 .confidence = 1,
                                                 .number = (int) (within / pulse),
                                                 .fixed = true };
    }
}

static void
gather_meters (Fixed *self)
{
  size_t n, n_meters, i = 0;
  const CtTempoPoint *points = ct_tempo_map_points (self->map, &n);
  const CtMeter *meters = ct_tempo_map_meters (self->map, &n_meters);

  for (size_t k = 0; k < n_meters; k++)
    {
      while (i < n && points[i].tick < meters[k].tick)
        i++;
      if (i < n && points[i].tick == meters[k].tick && points[i].fixed)
        self->meters[self->n_meters++] = meters[k];
    }
}

static CtStatus
gather_fixed (Fixed *self, const CtTempoMap *map, double start_s, double end_s)
{
  size_t n, n_meters;

  ct_tempo_map_points (map, &n);
  ct_tempo_map_meters (map, &n_meters);
  *self = (Fixed){ .map = map };
  self->beats = malloc (n * sizeof *self->beats);
  self->meters = malloc (n_meters * sizeof *self->meters);
  if (!self->beats || !self->meters)
    return CT_STATUS_NO_MEMORY;
  gather_beats (self, start_s, end_s);
  gather_meters (self);
  return CT_STATUS_OK;
}

/* The tempo around the first of the fixed beats, if it is one to count in, and the meter by hand that bars begin with.
 */
static CtBeatOptions
options_for (const Fixed *fixed)
{
  CtBeatOptions options = { .fixed = fixed->beats, .n_fixed = fixed->n_beats };
  double tick, bpm;
  const CtMeter *meter, *first;
  int n_pulses;
  size_t n;

  if (fixed->n_beats == 0)
    return options;
  tick = ct_tempo_map_tick_at (fixed->map, fixed->beats[0].time_s);
  meter = ct_tempo_map_meter_at (fixed->map, (int64_t) round (tick));
  bpm = ct_tempo_map_bpm_at (fixed->map, tick) * CT_TICKS_PER_QUARTER / ct_pulse_ticks (meter);
  first = ct_tempo_map_meters (fixed->map, &n);
  n_pulses = ct_meter_bar_ticks (first) / ct_pulse_ticks (first);
  options.bpm = bpm >= CT_BEAT_MIN_BPM && bpm <= CT_BEAT_MAX_BPM ? bpm : 0;
  options.bar_beats = fixed->n_meters > 0 && fixed->meters[0].tick == first->tick && n_pulses >= 2 && n_pulses <= 4
                          ? n_pulses
                          : 0;
  return options;
}

/* The meter by hand that begins at a time, or NULL. */
static const CtMeter *
meter_from (const Fixed *fixed, double time_s)
{
  for (size_t i = 0; i < fixed->n_meters; i++)
    if (fabs (ct_tempo_map_time_at (fixed->map, (double) fixed->meters[i].tick) - time_s) < SAME_S)
      return &fixed->meters[i];
  return NULL;
}

/* Makes *@map, a point for each beat, count as the meters by hand say from the first of them on. */
static CtStatus
put_meters (CtTempoMap **map, const Fixed *fixed)
{
  size_t n, n_found, kept = 0, next = 0;
  const CtTempoPoint *found = ct_tempo_map_points (*map, &n);
  const CtMeter *found_meters = ct_tempo_map_meters (*map, &n_found);
  CtTempoPoint *points = malloc (n * sizeof *points);
  CtMeter *meters = malloc ((n_found + fixed->n_meters) * sizeof *meters);
  const CtMeter *by_hand = NULL;
  CtTempoMap *made = NULL;
  int64_t tick = found[0].tick;
  CtStatus status = points && meters ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;

  for (size_t i = 0; status == CT_STATUS_OK && i < n; i++)
    {
      const CtMeter *begins = found[i].fixed ? meter_from (fixed, found[i].time_s) : NULL;

      if (begins)
        by_hand = begins;
      while (next < n_found && found_meters[next].tick < found[i].tick)
        next++;
      if (begins)
        meters[kept++] = (CtMeter){ tick, begins->numerator, begins->denominator };
      else if (!by_hand && next < n_found && found_meters[next].tick == found[i].tick)
        meters[kept++] = found_meters[next];
      points[i] = (CtTempoPoint){ tick, found[i].time_s, found[i].fixed };
      if (i + 1 < n)
        tick += by_hand ? ct_pulse_ticks (by_hand) : found[i + 1].tick - found[i].tick;
    }
  if (status == CT_STATUS_OK)
    status = ct_tempo_map_new (points, n, meters, kept, &made);
  if (status == CT_STATUS_OK)
    {
      ct_tempo_map_free (*map);
      *map = made;
    }
  free (points);
  free (meters);
  return status;
}

static CtStatus
make_map (const CtBeats *beats, const Fixed *fixed, CtTempoMap **map)
{
  CtStatus status;

  if (beats->n < 2)
    return fixed->n_beats > 0 ? ct_tempo_map_copy (fixed->map, map) : CT_STATUS_OK;
  status = ct_beats_to_map (beats, map);
  if (status == CT_STATUS_OK && fixed->n_meters > 0)
    status = put_meters (map, fixed);
  /* beats that no map can hold are no rhythm */
  if (status == CT_STATUS_BAD_ARGUMENT)
    status = fixed->n_beats > 0 && !*map ? ct_tempo_map_copy (fixed->map, map) : CT_STATUS_OK;
  return status;
}

static CtStatus
copy_notes (const CtEditScore *score, CtNote **notes)
{
  *notes = malloc ((score->n_notes + 1) * sizeof **notes);
  if (!*notes)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < score->n_notes; i++)
    (*notes)[i] = ct_edit_note_to_note (&score->notes[i]);
  return CT_STATUS_OK;
}

CtStatus
ct_edit_beats_find (const CtRescoreEvidence *evidence, const CtEditScore *score, CtEditTempo *out)
{
  double end_s = evidence->start_s + (double) evidence->posteriors->n_frames / CT_CQT_FRAME_RATE_HZ;
  CtBeatNetwork *network = NULL;
  CtNote *notes = NULL;
  CtBeats beats = { 0 };
  Fixed fixed = { 0 };
  CtEditTempo found = { .sought = true };
  CtStatus status = ct_beat_network_new (evidence->weights, ct_simd_best_level (), &network);

  if (status == CT_STATUS_OK)
    status = copy_notes (score, &notes);
  if (status == CT_STATUS_OK && score->tempo.map)
    status = gather_fixed (&fixed, score->tempo.map, evidence->start_s, end_s);
  if (status == CT_STATUS_OK)
    {
      CtBeatOptions options = options_for (&fixed);
      CtRhythmEvidence rhythm = { .posteriors = evidence->posteriors,
                                  .spectrogram = evidence->spectrogram,
                                  .notes = notes,
                                  .n_notes = score->n_notes,
                                  .percussion = &score->percussion,
                                  .start_s = evidence->start_s };

      status = ct_beat_tracker_find (network, &rhythm, &options, &beats);
    }
  if (status == CT_STATUS_OK)
    status = make_map (&beats, &fixed, &found.map);
  if (status == CT_STATUS_OK && found.map)
    {
      found.confidence = fminf (fmaxf (beats.confidence, 0), 1);
      found.meter_confidence = fminf (fmaxf (beats.meter_confidence, 0), 1);
    }
  if (status == CT_STATUS_OK)
    *out = found;
  else
    ct_edit_tempo_clear (&found);
  ct_beats_clear (&beats);
  clear_fixed (&fixed);
  free (notes);
  ct_beat_network_free (network);
  return status;
}
