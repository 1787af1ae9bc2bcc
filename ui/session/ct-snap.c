/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-snap.h"

#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-note-grid.h"
#include "core/transcribe/ct-edit-score.h"

double
ct_snap_nearest_s (CtSession *session, double time_s)
{
  const CtTempoMap *map = ct_session_get_snap_map (session);

  return map ? ct_note_grid_nearest_s (map, ct_session_get_grid (session), time_s) : time_s;
}

double
ct_snap_within_s (CtSession *session, const CtTimeSpan *span, double time_s)
{
  const CtTempoMap *map = ct_session_get_snap_map (session);
  const CtNoteGrid *grid = ct_session_get_grid (session);
  double tick, lines[2], best_s = time_s, least_s = INFINITY;

  if (!map)
    return time_s;
  tick = ct_tempo_map_tick_at (map, time_s);
  lines[0] = ct_note_grid_at_or_before (map, grid, tick);
  lines[1] = ct_note_grid_next (map, grid, tick);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      double line_s = ct_tempo_map_time_at (map, lines[i]), away_s = fabs (line_s - time_s);

      if (line_s < span->start_s || line_s > span->end_s || away_s >= least_s)
        continue;
      least_s = away_s;
      best_s = line_s;
    }
  return best_s;
}

double
ct_snap_ticks (CtSession *session, double from_s, double to_s)
{
  const CtTempoMap *map = ct_session_get_snap_map (session);

  return map ? ct_tempo_map_tick_at (map, to_s) - ct_tempo_map_tick_at (map, from_s) : 0;
}

CtTimeSpan
ct_snap_note (CtSession *session, double time_s, double length_s)
{
  const CtTempoMap *map = ct_session_get_snap_map (session);
  const CtNoteGrid *grid = ct_session_get_grid (session);
  double start, start_s, next_s;

  if (!map)
    return (CtTimeSpan){ time_s, time_s + length_s };
  start = ct_note_grid_at_or_before (map, grid, ct_tempo_map_tick_at (map, time_s));
  start_s = ct_tempo_map_time_at (map, start);
  next_s = ct_tempo_map_time_at (map, ct_note_grid_next (map, grid, start));
  return (CtTimeSpan){ start_s, MAX (next_s, ct_note_grid_nearest_s (map, grid, start_s + length_s)) };
}

void
ct_snap_notes (CtSession *session, GArray *notes, double time_s)
{
  const CtTempoMap *map = ct_session_get_snap_map (session);
  double first_s = notes->len > 0 ? g_array_index (notes, CtEditNote, 0).onset_s : 0;
  double ticks = ct_snap_ticks (session, first_s, ct_snap_nearest_s (session, time_s));

  for (guint i = 0; i < notes->len; i++)
    {
      CtEditNote *note = &g_array_index (notes, CtEditNote, i);

      if (map)
        {
          note->onset_s = ct_tempo_map_time_at (map, ct_tempo_map_tick_at (map, note->onset_s) + ticks);
          note->offset_s = ct_tempo_map_time_at (map, ct_tempo_map_tick_at (map, note->offset_s) + ticks);
        }
      else
        {
          note->onset_s += time_s - first_s;
          note->offset_s += time_s - first_s;
        }
    }
}
