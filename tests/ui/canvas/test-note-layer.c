/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-note-layer.h"

#include <gtk/gtk.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-picture.h"
#include "ui/analysis/ct-rerun.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define WIDTH 800
#define HEIGHT 400

static void
test_bounds (void)
{
  CtView view = { 10, 20, 50, 70 };
  CtEditNote note = { .onset_s = 12, .offset_s = 14, .midi = 60 };
  graphene_rect_t bounds;

  ct_note_layer_bounds (&view, WIDTH, HEIGHT, &note, &bounds);
  g_assert_cmpfloat (bounds.origin.x, ==, 160);
  g_assert_cmpfloat (bounds.size.width, ==, 160);
  /* 20 pixels a semitone, centred on the pitch, a pixel apart from the next */
  g_assert_cmpfloat (bounds.origin.y, ==, 190);
  g_assert_cmpfloat (bounds.size.height, ==, 19);
  note.offset_s = 12.001;
  ct_note_layer_bounds (&view, WIDTH, HEIGHT, &note, &bounds);
  g_assert_cmpfloat (bounds.size.width, ==, 2);
}

/* Moving the view moves notes by whole pixels, all by the same. */
static void
test_scrolling_is_whole (void)
{
  CtEditNote a = { .onset_s = 12.3456, .offset_s = 14.567, .midi = 60 },
             b = { .onset_s = 15.11, .offset_s = 16, .midi = 47 };

  for (double start_s = 10; start_s < 12; start_s += 0.0123)
    {
      CtView view = { start_s, start_s + 10, 40 + start_s, 60 + start_s };
      graphene_rect_t at_a, at_b;

      ct_note_layer_bounds (&view, 777, HEIGHT, &a, &at_a);
      ct_note_layer_bounds (&view, 777, HEIGHT, &b, &at_b);
      g_assert_cmpfloat (at_a.origin.x, ==, floorf (at_a.origin.x));
      g_assert_cmpfloat_with_epsilon (at_b.origin.x - at_a.origin.x, floor (15.11 * 77.7) - floor (12.3456 * 77.7),
                                      0.01);
      g_assert_cmpfloat_with_epsilon (at_a.origin.x, ct_view_x (&view, 777, 12.3456), 1.01);
    }
}

/* Shows one long note on the lower track and one on the upper. */
static CtSession *
make_pair (guint64 *low, guint64 *high)
{
  CtSession *session = canvas_song_new (10, 2, 2);
  CtDocument *document = ct_session_get_document (session);
  CtEditNote note;

  ct_document_begin (document, "Place");
  note = ct_document_get_score (document)->notes[0];
  *low = note.id;
  note.onset_s = 1;
  note.offset_s = 4;
  note.midi = 50;
  note.velocity = 127;
  ct_document_set_note (document, &note);
  note = ct_document_get_score (document)->notes[1];
  *high = note.id;
  note.onset_s = 6;
  note.offset_s = 9;
  note.midi = 60;
  note.velocity = 127;
  ct_document_set_note (document, &note);
  ct_document_commit (document);
  ct_session_set_view (session, &(CtView){ 0, 10, 45, 65 });
  return session;
}

static guint32
pixel_at (GtkWidget *widget, double time_s, double midi)
{
  CtView view = { 0, 10, 45, 65 };
  int width, height;
  g_autofree guint32 *pixels = widget_picture_take (widget, &width, &height);

  return pixels[(int) ct_view_y (&view, height, midi) * width + (int) ct_view_x (&view, width, time_s)];
}

static guint32
track_rgb (CtSession *session, guint64 id)
{
  CtDocument *document = ct_session_get_document (session);

  return 0xff000000 | ct_document_get_track (document, ct_document_get_note (document, id)->track)->rgb;
}

static void
test_colors (void)
{
  guint64 low, high;
  g_autoptr (CtSession) session = make_pair (&low, &high);
  GtkWidget *layer = ct_note_layer_new (), *window;
  CtEditNote moved;

  g_object_set (layer, "session", session, NULL);
  window = widget_picture_show (layer, WIDTH, HEIGHT);
  g_assert_cmphex (pixel_at (layer, 2.5, 50), ==, track_rgb (session, low));
  g_assert_cmphex (pixel_at (layer, 7.5, 60), ==, track_rgb (session, high));
  g_assert_cmphex (pixel_at (layer, 5, 55), ==, 0);

  /* selected: a bright ring outside, handles inside */
  ct_selection_select (ct_session_get_selection (session), low, TRUE);
  g_assert_cmphex (pixel_at (layer, 2.5, 50.55), ==, 0xffffffff);
  g_assert_cmphex (pixel_at (layer, 1.005, 50), ==, 0xffffffff);
  g_assert_cmphex (pixel_at (layer, 2.5, 50), ==, track_rgb (session, low));

  /* a preview takes the place of its note */
  moved = *ct_document_get_note (ct_session_get_document (session), high);
  moved.midi = 55;
  ct_note_layer_set_preview (CT_NOTE_LAYER (layer), &moved, 1);
  g_assert_cmphex (pixel_at (layer, 7.5, 60), ==, 0);
  g_assert_cmphex (pixel_at (layer, 7.5, 55), ==, track_rgb (session, high));
  ct_note_layer_set_preview (CT_NOTE_LAYER (layer), NULL, 0);
  g_assert_cmphex (pixel_at (layer, 7.5, 60), ==, track_rgb (session, high));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_hidden (void)
{
  guint64 low, high;
  g_autoptr (CtSession) session = make_pair (&low, &high);
  CtDocument *document = ct_session_get_document (session);
  GtkWidget *layer = ct_note_layer_new (), *window;
  CtEditNote note = *ct_document_get_note (document, low);
  CtEditTrack track = *ct_document_get_track (document, ct_document_get_note (document, high)->track);

  g_object_set (layer, "session", session, NULL);
  window = widget_picture_show (layer, WIDTH, HEIGHT);
  note.uncertain = TRUE;
  track.visible = FALSE;
  ct_document_begin (document, "Hide");
  ct_document_set_note (document, &note);
  ct_document_set_track (document, &track);
  ct_document_commit (document);
  g_assert_cmphex (pixel_at (layer, 2.5, 50), ==, 0);
  g_assert_cmphex (pixel_at (layer, 7.5, 60), ==, 0);

  /* an uncertain note is a frame, through which the ground is seen */
  g_object_set (ct_session_get_display (session), "show-uncertain", TRUE, NULL);
  g_assert_cmphex (pixel_at (layer, 2.5, 50) & 0xffffff, <, 0x202020);
  g_assert_cmphex (pixel_at (layer, 2.5, 50.48) & 0xffffff, >, 0x404040);
  /* undo makes it certain again, and leaves alone which tracks are shown */
  ct_document_undo (document);
  g_assert_cmphex (pixel_at (layer, 2.5, 50), ==, track_rgb (session, low));
  g_assert_cmphex (pixel_at (layer, 7.5, 60), ==, 0);
  track.visible = TRUE;
  ct_document_begin (document, "Show");
  ct_document_set_track (document, &track);
  ct_document_commit (document);
  g_assert_cmphex (pixel_at (layer, 7.5, 60), ==, track_rgb (session, high));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What is not heard is drawn darker, and under what is. */
static void
test_unheard (void)
{
  guint64 low, high;
  g_autoptr (CtSession) session = make_pair (&low, &high);
  CtDocument *document = ct_session_get_document (session);
  GtkWidget *layer = ct_note_layer_new (), *window;
  CtEditTrack track = *ct_document_get_track (document, ct_document_get_note (document, high)->track);
  CtEditNote above = *ct_document_get_note (document, low);
  guint32 rgb = track_rgb (session, high), dimmed;

  g_object_set (layer, "session", session, NULL);
  window = widget_picture_show (layer, WIDTH, HEIGHT);
  track.mute = TRUE;
  ct_document_begin (document, "Mute");
  ct_document_set_track (document, &track);
  ct_document_commit (document);
  dimmed = pixel_at (layer, 7.5, 60);
  g_assert_cmphex (dimmed, !=, 0);
  for (int shift = 0; shift < 24; shift += 8)
    g_assert_cmpuint (dimmed >> shift & 0xff, <, MAX (rgb >> shift & 0xff, 0x10));
  g_assert_cmphex (pixel_at (layer, 2.5, 50), ==, track_rgb (session, low));

  above.id = 0;
  above.onset_s = ct_document_get_note (document, high)->onset_s - 0.1;
  above.offset_s = ct_document_get_note (document, high)->offset_s;
  above.midi = ct_document_get_note (document, high)->midi;
  ct_document_begin (document, "Cover");
  ct_document_add_note (document, &above);
  ct_document_commit (document);
  g_assert_cmphex (pixel_at (layer, 7.5, 60), ==, track_rgb (session, low));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_preview (void)
{
  guint64 low, high;
  g_autoptr (CtSession) session = make_pair (&low, &high);
  CtDocument *document = ct_session_get_document (session);
  GtkWidget *layer = ct_note_layer_new (), *window;
  CtEditScore *after = ct_document_copy_score (document);

  after->notes[0].midi = 52;
  after->n_notes = 1;
  g_object_set (layer, "session", session, NULL);
  window = widget_picture_show (layer, WIDTH, HEIGHT);
  ct_session_set_preview (session, after);
  g_assert_cmphex (pixel_at (layer, 2.5, 50), ==, 0);
  g_assert_cmphex (pixel_at (layer, 2.5, 52), ==, track_rgb (session, low));
  g_assert_cmphex (pixel_at (layer, 2.5, 52.55), ==, 0xffffffff);
  g_assert_cmphex (pixel_at (layer, 7.5, 60), ==, 0);
  ct_session_set_preview (session, NULL);
  g_assert_cmphex (pixel_at (layer, 2.5, 50), ==, track_rgb (session, low));
  g_object_set (layer, "session", NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A note that would only get louder is marked as one that changes; nothing is, where it is only heard less surely. */
static void
test_preview_velocity (void)
{
  guint64 low, high;
  g_autoptr (CtSession) session = make_pair (&low, &high);
  CtEditScore *after = ct_document_copy_score (ct_session_get_document (session));
  GtkWidget *layer = ct_note_layer_new (), *window;

  after->notes[0].velocity = 120;
  after->notes[1].confidence /= 2;
  g_object_set (layer, "session", session, NULL);
  window = widget_picture_show (layer, WIDTH, HEIGHT);
  ct_session_set_preview (session, after);
  g_assert_cmphex (pixel_at (layer, 2.5, 50.55), ==, 0xffffffff);
  g_assert_cmphex (pixel_at (layer, 7.5, 60.55), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Notes that are outlined in @picture: bright where the outline of such a note runs. */
static gboolean
is_outlined (const guint32 *picture, int width, int height, const CtEditNote *note)
{
  CtView view = { 0, 10, 45, 65 };
  guint32 pixel = picture[(int) ct_view_y (&view, height, note->midi + 0.55) * width
                          + (int) ct_view_x (&view, width, (note->onset_s + note->offset_s) / 2)];

  return pixel == 0xffffffff || pixel == 0xffb0b0b0;
}

/* Twenty notes that do not touch. */
static CtSession *
make_spread (void)
{
  CtSession *session = canvas_song_new (10, 20, 3);
  CtDocument *document = ct_session_get_document (session);
  g_autofree CtEditNote *notes = g_memdup2 (ct_document_get_score (document)->notes, 20 * sizeof (CtEditNote));

  ct_document_begin (document, "Spread");
  for (guint i = 0; i < 20; i++)
    {
      notes[i].onset_s = 0.2 + 0.48 * i;
      notes[i].offset_s = notes[i].onset_s + 0.3;
      notes[i].midi = (guint8) (47 + 4 * (i % 4));
      ct_document_set_note (document, &notes[i]);
    }
  ct_document_commit (document);
  ct_session_set_view (session, &(CtView){ 0, 10, 45, 65 });
  return session;
}

/* Changes some notes of @score in every way; notes stay where they touch no other. */
static void
change_at_random (CtEditScore *score, GRand *rand)
{
  gsize n = 0;

  for (gsize i = 0; i < score->n_notes; i++)
    {
      CtEditNote note = score->notes[i];

      switch (g_rand_int_range (rand, 0, 9))
        {
        case 0:
          continue;
        case 1:
          note.uncertain = !note.uncertain;
          break;
        case 2:
          note.track = score->tracks[g_rand_int_range (rand, 0, 3)].id;
          break;
        case 3:
          note.velocity = (guint8) g_rand_int_range (rand, 1, 128);
          break;
        case 4:
          note.midi += 2;
          break;
        case 5:
          note.id = score->next_note_id++; /* one goes, another comes to its place */
          note.midi += 2;
          break;
        case 6:
          note.confidence /= 2;
          break;
        default:
          break;
        }
      score->notes[n++] = note;
    }
  score->n_notes = n;
}

/* As many notes are outlined as are said to change, whatever changes and whatever is shown. */
static void
test_count_is_seen (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (CtSession) session = make_spread ();
  CtDocument *document = ct_session_get_document (session);
  GtkWidget *layer = ct_note_layer_new (), *window;

  g_object_set (layer, "session", session, NULL);
  window = widget_picture_show (layer, WIDTH, HEIGHT);
  for (int run = 0; run < 20; run++)
    {
      const CtEditScore *before = ct_document_get_score (document), *after;
      CtEditScore *made = ct_document_copy_score (document);
      g_autofree guint32 *picture = NULL;
      CtRerunChange change;
      guint n_seen = 0;
      int width, height;

      made->tracks[run % 3].visible = run % 2;
      g_object_set (ct_session_get_display (session), "show-uncertain", run % 4 > 1, NULL);
      change_at_random (made, rand);
      ct_session_set_preview (session, made);
      after = ct_session_get_preview (session);
      ct_rerun_compare (before, after, &change);
      picture = widget_picture_take (layer, &width, &height);
      for (gsize i = 0; i < after->n_notes; i++)
        n_seen += is_outlined (picture, width, height, &after->notes[i]);
      for (gsize i = 0; i < before->n_notes; i++)
        {
          gboolean same_place = FALSE;

          for (gsize j = 0; j < after->n_notes; j++)
            same_place = same_place
                         || (after->notes[j].onset_s == before->notes[i].onset_s
                             && after->notes[j].midi == before->notes[i].midi);
          n_seen += !same_place && is_outlined (picture, width, height, &before->notes[i]);
        }
      g_assert_cmpuint (n_seen, ==, change.more + change.fewer + change.moved + change.changed);
      g_assert_cmpuint (n_seen, >, 0);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/note-layer/bounds", test_bounds);
  g_test_add_func ("/note-layer/scrolling-is-whole", test_scrolling_is_whole);
  g_test_add_func ("/note-layer/colors", test_colors);
  g_test_add_func ("/note-layer/hidden", test_hidden);
  g_test_add_func ("/note-layer/unheard", test_unheard);
  g_test_add_func ("/note-layer/preview", test_preview);
  g_test_add_func ("/note-layer/preview-velocity", test_preview_velocity);
  g_test_add_func ("/note-layer/count-is-seen", test_count_is_seen);
  return g_test_run ();
}
