/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-tempo-edits.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-tempo-beats.h"
#include "core/rhythm/ct-tempo-edit.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-beat-lines.h"
#include "ui/session/ct-harmony-edits.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session-private.h"

#define TAP_PAUSE_S 2.0  /* as long as steps are joined */
#define SAME_BEAT_S 0.15 /* two taps nearer than this are one */
#define MAX_TAPS 100000
#define STEADY_TAPS 3      /* intervals that tell how long a beat is */
#define MOST_MISSED 3      /* beats in a row: after more, the song was wound on */
#define MISSED_WITHIN 0.25 /* how far from whole beats a gap may be in which taps were missed */

static const CtTempoMap *
get_map (CtSession *session)
{
  return ct_document_get_tempo_map (ct_session_get_document (session));
}

/* Makes *@map (taken, if @status is good) the document's. */
static gboolean
take (CtSession *session, CtStatus status, CtTempoMap **map, const char *name, const char *key)
{
  CtDocument *document = ct_session_get_document (session);

  if (status != CT_STATUS_OK)
    return FALSE;
  ct_document_begin_coalesced (document, name, key);
  ct_document_set_tempo_map (document, *map);
  ct_document_commit (document);
  ct_tempo_map_free (*map);
  return TRUE;
}

/* Fixes @tick of *@map, which becomes another map, so that bars that a hand set begin there again when beats are found
 * again. */
static CtStatus
fix (CtStatus status, CtTempoMap **map, gint64 tick)
{
  CtTempoMap *fixed = NULL;

  if (status != CT_STATUS_OK)
    return status;
  status = ct_tempo_beats_fix (*map, tick, &fixed);
  ct_tempo_map_free (*map);
  *map = fixed;
  return status;
}

gboolean
ct_tempo_edits_move (CtSession *session, gint64 tick, double time_s)
{
  CtDocument *document;
  CtTempoMap *made = NULL, *before = NULL;

  g_return_val_if_fail (CT_IS_SESSION (session), FALSE);
  document = ct_session_get_document (session);
  if (!get_map (session) || ct_tempo_beats_move (get_map (session), tick, time_s, &made) != CT_STATUS_OK)
    return FALSE;
  /* where memory ends, keys and chords stay where they are */
  if (ct_tempo_map_copy (get_map (session), &before) != CT_STATUS_OK)
    before = NULL;
  ct_document_begin (document, _ ("Move Beat"));
  ct_document_set_tempo_map (document, made);
  if (before)
    ct_harmony_edits_follow (document, before);
  ct_document_commit (document);
  ct_tempo_map_free (before);
  ct_tempo_map_free (made);
  return TRUE;
}

gboolean
ct_tempo_edits_fix (CtSession *session, double time_s)
{
  const CtTempoMap *map = get_map (session);
  CtTempoMap *made = NULL;

  g_return_val_if_fail (CT_IS_SESSION (session), FALSE);
  if (!map)
    return FALSE;
  return take (session, ct_tempo_beats_fix (map, ct_tempo_beats_nearest (map, time_s), &made), &made, _ ("Fix Beat"),
               NULL);
}

/* The beat nearest to @time_s, by what @edit makes of the map: a step called @name. */
static gboolean
edit_nearest (CtSession *session,
              double time_s,
              CtStatus (*edit) (const CtTempoMap *map, int64_t tick, CtTempoMap **out),
              const char *name)
{
  const CtTempoMap *map = get_map (session);
  CtTempoMap *made = NULL;
  CtStatus status;
  gint64 tick;

  if (!map)
    return FALSE;
  tick = ct_tempo_beats_nearest (map, time_s);
  status = fix (edit (map, tick, &made), &made, tick);
  return take (session, status, &made, name, NULL);
}

gboolean
ct_tempo_edits_set_downbeat (CtSession *session, double time_s)
{
  g_return_val_if_fail (CT_IS_SESSION (session), FALSE);
  return edit_nearest (session, time_s, ct_tempo_edit_set_downbeat, _ ("Set First Downbeat"));
}

gboolean
ct_tempo_edits_start_bar (CtSession *session, double time_s)
{
  g_return_val_if_fail (CT_IS_SESSION (session), FALSE);
  return edit_nearest (session, time_s, ct_tempo_beats_start_bar, _ ("Start Bar"));
}

gboolean
ct_tempo_edits_shift_bars (CtSession *session, int n_beats)
{
  const CtTempoMap *map = get_map (session);
  CtTempoMap *made = NULL;
  CtStatus status;
  gsize n;

  g_return_val_if_fail (CT_IS_SESSION (session), FALSE);
  if (!map)
    return FALSE;
  status = ct_tempo_beats_shift_bars (map, n_beats, &made);
  if (status == CT_STATUS_OK)
    status = fix (status, &made, ct_tempo_map_meters (made, &n)->tick);
  return take (session, status, &made, _ ("Shift Bar Lines"), NULL);
}

gboolean
ct_tempo_edits_set_meter (CtSession *session, double time_s, int numerator, int denominator)
{
  const CtTempoMap *map = get_map (session);
  CtTempoMap *made = NULL;
  CtStatus status;
  gint64 bar;

  g_return_val_if_fail (CT_IS_SESSION (session), FALSE);
  if (!map)
    return FALSE;
  bar = ct_tempo_map_position (map, (gint64) floor (ct_tempo_map_tick_at (map, time_s) + 1e-3)).bar;
  status = fix (ct_tempo_edit_set_meter (map, MAX (bar, 1), numerator, denominator, &made), &made,
                ct_tempo_map_bar_tick (map, MAX (bar, 1)));
  return take (session, status, &made, _ ("Change Meter"), NULL);
}

gboolean
ct_tempo_edits_scale (CtSession *session, gboolean faster)
{
  CtTempoMap *made = NULL;

  g_return_val_if_fail (CT_IS_SESSION (session), FALSE);
  if (!get_map (session))
    return FALSE;
  return take (session, ct_tempo_edit_scale (get_map (session), faster, &made), &made,
               faster ? _ ("Double Beats") : _ ("Halve Beats"), NULL);
}

/* All beats. Two points name one tempo, as far as the song goes; of more, the last is the last beat that was heard. */
static CtTimeSpan
beats_span (CtDocument *document)
{
  gsize n;
  const CtTempoPoint *points = ct_tempo_map_points (ct_document_get_tempo_map (document), &n);

  return (CtTimeSpan){ points[0].time_s,
                       n > 2 ? points[n - 1].time_s : MAX (points[1].time_s, ct_document_get_duration_s (document)) };
}

/* The span that a constant tempo is for. */
static CtTimeSpan
steady_span (CtSession *session)
{
  CtDocument *document = ct_session_get_document (session);
  const CtEditScore *score = ct_document_get_score (document);
  CtTimeSpan span = { 0, ct_document_get_duration_s (document) };

  if (ct_selection_get_span (ct_session_get_selection (session), &span) || ct_session_get_loop (session, &span))
    return span;
  if (score->tempo.map)
    return beats_span (document);
  if (score->n_notes > 0)
    span.start_s = score->notes[0].onset_s;
  return (CtTimeSpan){ span.start_s, MAX (ct_document_get_duration_s (document), span.start_s) };
}

double
ct_tempo_edits_get_mean_bpm (CtSession *session)
{
  const CtTempoMap *map;
  CtTimeSpan span;
  double bpm;

  g_return_val_if_fail (CT_IS_SESSION (session), 0);
  map = get_map (session);
  if (!map)
    return 0;
  span = steady_span (session);
  bpm = ct_tempo_beats_mean_bpm (map, span.start_s, span.end_s);
  if (bpm > 0)
    return bpm;
  span = beats_span (ct_session_get_document (session));
  return ct_tempo_beats_mean_bpm (map, span.start_s, span.end_s);
}

gboolean
ct_tempo_edits_steady (CtSession *session, double bpm)
{
  CtTempoMap *made = NULL;
  CtTimeSpan span;

  g_return_val_if_fail (CT_IS_SESSION (session), FALSE);
  span = steady_span (session);
  return take (session, ct_tempo_beats_steady (get_map (session), span.start_s, span.end_s, bpm, &made), &made,
               _ ("Set Constant Tempo"), NULL);
}

/* ---- tapping ---- */

/* A row of taps. */
typedef struct
{
  CtTempoMap *base; /* the map before it, or NULL */
  GArray *times_s;  /* double */
  gint64 last_us;   /* when the last tap was, monotonic */
  char *key;        /* of its step */
} Taps;

static void
taps_free (gpointer data)
{
  Taps *taps = data;

  ct_tempo_map_free (taps->base);
  g_array_unref (taps->times_s);
  g_free (taps->key);
  g_free (taps);
}

/* The row that a tap at @time_s continues, or a new one. */
static Taps *
get_taps (CtSession *session, double time_s)
{
  static const char name[] = "ct-taps";
  Taps *taps = g_object_get_data (G_OBJECT (session), name);
  double last_s = taps && taps->times_s->len ? g_array_index (taps->times_s, double, taps->times_s->len - 1) : 0;

  if (taps && taps->times_s->len < MAX_TAPS && time_s > last_s
      && g_get_monotonic_time () - taps->last_us < (gint64) (TAP_PAUSE_S * G_USEC_PER_SEC))
    return taps;
  taps = g_new0 (Taps, 1);
  taps->times_s = g_array_new (FALSE, FALSE, sizeof (double));
  taps->key = g_strdup_printf ("tap-%" G_GINT64_FORMAT, g_get_monotonic_time ());
  if (get_map (session) && ct_tempo_map_copy (get_map (session), &taps->base) != CT_STATUS_OK)
    taps->base = NULL;
  g_object_set_data_full (G_OBJECT (session), name, taps, taps_free);
  return taps;
}

/* A hand that misses a beat must not shift all bars that follow: beats are put between the last tap and @time_s where
 * so many intervals as before fit. */
static void
fill_in_missed (GArray *times_s, double time_s)
{
  double last_s, gap_s, beat_s;
  int n;

  if (times_s->len <= STEADY_TAPS)
    return;
  last_s = g_array_index (times_s, double, times_s->len - 1);
  beat_s = (last_s - g_array_index (times_s, double, times_s->len - 1 - STEADY_TAPS)) / STEADY_TAPS;
  gap_s = time_s - last_s;
  n = (int) round (gap_s / beat_s);
  if (n > MOST_MISSED + 1 || fabs (gap_s - n * beat_s) > MISSED_WITHIN * beat_s)
    return;
  for (int i = 1; i < n; i++)
    {
      double missed_s = last_s + gap_s * i / n;

      g_array_append_val (times_s, missed_s);
    }
}

guint
ct_tempo_edits_tap (CtSession *session, double time_s)
{
  Taps *taps;
  CtTempoMap *made = NULL;
  guint n;

  g_return_val_if_fail (CT_IS_SESSION (session), 0);
  taps = get_taps (session, time_s);
  n = taps->times_s->len;
  taps->last_us = g_get_monotonic_time ();
  if (n > 0 && time_s - g_array_index (taps->times_s, double, n - 1) < SAME_BEAT_S)
    return n;
  fill_in_missed (taps->times_s, time_s);
  g_array_append_val (taps->times_s, time_s);
  n = taps->times_s->len;
  if (n > 1)
    take (session, ct_tempo_beats_put (taps->base, (const double *) taps->times_s->data, n, &made), &made,
          _ ("Tap Tempo"), taps->key);
  return n;
}

/* ---- loops ---- */

static gboolean
loop_bars (CtSession *session, double from_s, double to_s)
{
  double start_s, end_s, ignored_s;

  if (!get_map (session))
    return FALSE;
  ct_beat_lines_bar_at (get_map (session), from_s, &start_s, &end_s);
  /* what ends with a bar does not touch the next one */
  if (to_s - 1e-3 > end_s)
    ct_beat_lines_bar_at (get_map (session), to_s - 1e-3, &ignored_s, &end_s);
  ct_session_set_loop (session, &(CtTimeSpan){ MAX (start_s, 0), MAX (end_s, 0) });
  ct_session_enter_loop (session);
  return TRUE;
}

gboolean
ct_tempo_edits_loop_bar (CtSession *session, double time_s)
{
  g_return_val_if_fail (CT_IS_SESSION (session), FALSE);
  return loop_bars (session, time_s, time_s);
}

gboolean
ct_tempo_edits_loop_bars (CtSession *session)
{
  CtTimeSpan span;

  g_return_val_if_fail (CT_IS_SESSION (session), FALSE);
  if (!ct_session_get_loop (session, &span) && !ct_selection_get_span (ct_session_get_selection (session), &span))
    span.start_s = span.end_s = ct_session_get_playhead_s (session);
  return loop_bars (session, span.start_s, span.end_s);
}
