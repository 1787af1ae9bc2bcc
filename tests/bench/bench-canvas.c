/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a frame of the canvas costs, and what memory a long recording takes: bench-canvas [SECONDS NOTES]
 *
 * The canvas fills a window of 1600 x 900; before each frame the view moves, a note is dragged or a control turned; the
 * cost is the processor time of the process from there until the frame is painted and sent off. */
#include <adwaita.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/canvas-song.h"
#include "tests/support/processor-time.h"
#include "ui/canvas/ct-canvas.h"
#include "ui/canvas/ct-note-layer.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define WIDTH 1600
#define HEIGHT 900
#define N_FRAMES 240
#define N_TRACKS 6
#define LIMIT_MS 20.0
#define LONG_S 7200.0
#define LONG_NOTES 60000

/* Prepares frame @i of N_FRAMES. */
typedef void (*Step) (guint i);

static GtkWidget *window, *canvas;
static CtSession *session;
static Step step;
static guint frame;
static double started_ms;
static GArray *costs_ms;
static GMainLoop *loop;

static void
before_paint (GdkFrameClock *clock)
{
  if (!step)
    return;
  started_ms = processor_time_ms ();
  step (frame);
}

static void
after_paint (GdkFrameClock *clock)
{
  double cost_ms = processor_time_ms () - started_ms;

  if (!step)
    return;
  g_array_append_val (costs_ms, cost_ms);
  if (++frame == N_FRAMES)
    g_main_loop_quit (loop);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
quantile (double share)
{
  return g_array_index (costs_ms, double, (guint) (share * (costs_ms->len - 1)));
}

static void
run (const char *name, const CtView *view, Step each)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  ct_session_set_view (session, view);
  g_array_set_size (costs_ms, 0);
  frame = 0;
  step = each;
  gdk_frame_clock_begin_updating (clock);
  g_main_loop_run (loop);
  gdk_frame_clock_end_updating (clock);
  step = NULL;
  g_array_sort (costs_ms, compare);
  g_print ("%-34s median %5.1f ms   95 %% %5.1f ms   worst %5.1f ms%s\n", name, quantile (0.5), quantile (0.95),
           quantile (1), quantile (0.95) > LIMIT_MS ? "   OVER 20 ms" : "");
}

static void
scroll_time (guint i)
{
  ct_session_pan (session, i < N_FRAMES / 2 ? 0.03 : -0.03, 0);
}

static void
scroll_both (guint i)
{
  ct_session_pan (session, i < N_FRAMES / 2 ? 0.01 : -0.01, i / 20 % 2 ? 0.02 : -0.02);
}

static void
zoom_time (guint i)
{
  double share = (i % 120) / 60.0;

  ct_session_zoom_time (session, share < 1 ? 1 / 1.08 : 1.08, 100);
}

static void
zoom_pitch (guint i)
{
  ct_session_zoom_pitch (session, i % 60 < 30 ? 1 / 1.05 : 1.05, 62);
}

/* A note and its neighbours under the hand. */
static void
drag (guint i)
{
  const CtEditScore *score = ct_document_get_score (ct_session_get_document (session));
  CtEditNote notes[20];
  gsize first = score->n_notes / 3;

  for (guint k = 0; k < G_N_ELEMENTS (notes); k++)
    {
      notes[k] = score->notes[first + k];
      notes[k].onset_s += 0.01 * i;
      notes[k].offset_s += 0.01 * i;
      notes[k].midi = (guint8) (notes[k].midi + i / 16 % 12);
    }
  ct_note_layer_set_preview (ct_canvas_get_note_layer (CT_CANVAS (canvas)), notes, G_N_ELEMENTS (notes));
  ct_session_set_hover (session, 100 + 0.01 * i, 60 + 0.05 * i);
}

static void
rubber (guint i)
{
  const CtView *view = ct_session_get_view (session);
  CtView box = { view->start_s, view->start_s + (view->end_s - view->start_s) * i / N_FRAMES, 40, 40 + 0.2 * i };

  ct_note_layer_set_rubber (ct_canvas_get_note_layer (CT_CANVAS (canvas)), &box);
}

static void
point (guint i)
{
  ct_session_set_hover (session, 100 + 0.05 * i, 50 + 0.1 * i);
}

static void
play (guint i)
{
  ct_session_set_playhead_s (session, 100 + i / 60.0);
}

static void
turn_gain (guint i)
{
  g_object_set (ct_session_get_display (session), "gain-db", 0.25 * (i % 60), NULL);
}

static void
turn_fundamentals (guint i)
{
  g_object_set (ct_session_get_display (session), "fundamentals", (i % 60) / 60.0, NULL);
}

static void
run_all (double seconds)
{
  CtView whole = { 0, seconds, CT_VIEW_LOW_MIDI, CT_VIEW_HIGH_MIDI }, near = { 90, 110, 36, 96 },
         close = { 99, 101, 48, 72 };

  run ("scroll, 20 s in sight", &near, scroll_time);
  run ("scroll, 2 s in sight", &close, scroll_both);
  run ("scroll pitch, whole song in sight", &(CtView){ 0, seconds, 36, 96 }, scroll_both);
  run ("zoom time, whole song to 3 s", &whole, zoom_time);
  run ("zoom pitch, 20 s in sight", &near, zoom_pitch);
  run ("zoom pitch, whole song in sight", &whole, zoom_pitch);
  run ("drag 20 notes", &near, drag);
  ct_note_layer_set_preview (ct_canvas_get_note_layer (CT_CANVAS (canvas)), NULL, 0);
  run ("drag a rubber band", &near, rubber);
  ct_note_layer_set_rubber (ct_canvas_get_note_layer (CT_CANVAS (canvas)), NULL);
  run ("point", &near, point);
  ct_session_clear_hover (session);
  run ("playhead", &near, play);
  run ("gain", &near, turn_gain);
  run ("fundamentals", &near, turn_fundamentals);
  g_object_set (ct_session_get_display (session), "fundamentals", 0.0, "gain-db", 0.0, NULL);
}

static void
show (CtSession *now)
{
  g_set_object (&session, now);
  g_object_set (canvas, "session", now, NULL);
}

static double
resident_mb (void)
{
  g_autofree char *text = NULL;
  gulong pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    sscanf (text, "%*u %lu", &pages);
  return (double) pages * 4096 / 1e6;
}

/* From one end to the other at several zooms. */
static void
walk (guint i)
{
  static const double spans_s[] = { 7200, 1200, 200, 30, 5 };
  double span_s = spans_s[i / 8 % G_N_ELEMENTS (spans_s)];
  double start_s = (LONG_S - span_s) * i / N_FRAMES;

  ct_session_set_view (session, &(CtView){ start_s, start_s + span_s, 30, 100 });
}

static void
run_long (void)
{
  double before_mb = resident_mb ();
  g_autoptr (CtSession) song = canvas_song_new (LONG_S, LONG_NOTES, N_TRACKS);
  double loaded_mb = resident_mb ();

  show (song);
  run ("two hours, from end to end", &(CtView){ 0, LONG_S, 30, 100 }, walk);
  g_print ("resident: %.0f MB without it, %.0f MB with two hours (levels and %d notes), %.0f MB after walking through "
           "them\n",
           before_mb, loaded_mb, LONG_NOTES, resident_mb ());
}

int
main (int argc, char **argv)
{
  double seconds = argc > 2 ? g_ascii_strtod (argv[1], NULL) : 300;
  guint n_notes = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : 3000;
  g_autoptr (CtSession) song = NULL;
  GdkFrameClock *clock;

  setlocale (LC_ALL, "");
  adw_init ();
  song = canvas_song_new (seconds, n_notes, N_TRACKS);
  loop = g_main_loop_new (NULL, FALSE);
  costs_ms = g_array_new (FALSE, FALSE, sizeof (double));
  window = gtk_window_new ();
  canvas = ct_canvas_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), canvas);
  show (song);
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint), NULL);
  g_print ("%.0f s, %u notes, window %d x %d, %d frames each\n", seconds, n_notes, WIDTH, HEIGHT, N_FRAMES);
  run_all (seconds);
  g_print ("resident: %.0f MB\n", resident_mb ());
  run_long ();
  show (NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  g_array_unref (costs_ms);
  g_main_loop_unref (loop);
  return 0;
}
