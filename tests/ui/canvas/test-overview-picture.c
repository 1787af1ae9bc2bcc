/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-overview-picture.h"

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"

#define WIDTH 200
#define HEIGHT 48
#define DURATION_S 20.0
#define SILHOUETTE 0xff5a6272

static guint32
pixel_at (CtPixels *picture, guint x, guint y)
{
  return ct_pixels_get_data (picture)[y * WIDTH + x];
}

static guint
count (CtPixels *picture, guint32 pixel)
{
  guint n = 0;

  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    n += ct_pixels_get_data (picture)[i] == pixel;
  return n;
}

static guint32
color_of (CtDocument *document, gsize track)
{
  return 0xff000000 | ct_document_get_score (document)->tracks[track].rgb;
}

static CtPixels *
make (CtDocument *document)
{
  return ct_overview_picture_new (ct_document_get_levels (document), ct_document_get_score (document), DURATION_S,
                                  WIDTH, HEIGHT);
}

/* Notes lie at their times, ten pixels a second, in their tracks' colours; high ones above low ones; uncertain ones not
 * at all. */
static void
test_notes (void)
{
  g_autoptr (CtDocument) document = note_document_new (20);
  const CtEditScore *score = ct_document_get_score (document);
  g_autoptr (CtPixels) picture = make (document);
  int before = HEIGHT;

  for (gsize i = 0; i < 11; i++)
    {
      guint x = (guint) (10 * score->notes[i].onset_s) + 2, found = 0, at = 0;

      for (guint y = 0; y < HEIGHT; y++)
        if (pixel_at (picture, x, y) != 0)
          {
            g_assert_cmphex (pixel_at (picture, x, y), ==, color_of (document, i % 2));
            at = y;
            found++;
          }
      g_assert_cmpuint (found, ==, score->notes[i].uncertain ? 0 : HEIGHT / 24);
      g_assert_cmphex (pixel_at (picture, x + 6, at), ==, 0); /* the rest between */
      if (!found)
        continue;
      g_assert_cmpint ((int) at, <, before); /* each is a semitone higher */
      before = (int) at;
    }
}

/* Hidden tracks are left out, muted ones dimmed and under the others. */
static void
test_tracks (void)
{
  g_autoptr (CtDocument) document = note_document_new (20);
  guint32 first = ct_document_get_score (document)->tracks[0].id;
  guint n = 0;
  g_autoptr (CtPixels) all = make (document), muted = NULL, hidden = NULL;

  n = count (all, color_of (document, 0));
  g_assert_cmpuint (n, >, 0);
  ct_track_edits_set_flag (document, &first, 1, CT_TRACK_MUTE, TRUE);
  muted = make (document);
  g_assert_cmpuint (count (muted, color_of (document, 0)), ==, 0);
  g_assert_cmpuint (count (muted, color_of (document, 1)), ==, count (all, color_of (document, 1)));
  g_assert_cmpuint (count (muted, 0), ==, count (all, 0));
  ct_track_edits_set_flag (document, &first, 1, CT_TRACK_VISIBLE, FALSE);
  hidden = make (document);
  g_assert_cmpuint (count (hidden, 0), ==, count (all, 0) + n);
}

/* The silhouette is as high as the sound is loud, in dB below the loudest column. */
static void
test_energy (void)
{
  g_autoptr (CtDocument) document = ct_document_new ();
  gsize n_frames = (gsize) (DURATION_S * CT_CQT_FRAME_RATE_HZ);
  g_autofree guint16 *levels = g_new0 (guint16, n_frames * CT_CQT_BINS);
  g_autoptr (CtPixels) picture = NULL;
  guint quarters[4] = { 0 };

  /* 0, -35, -70 dB and nothing at all, five seconds each */
  for (gsize i = 0; i < n_frames; i++)
    {
      guint quarter = (guint) (i * 4 / n_frames);

      if (quarter < 3)
        levels[i * CT_CQT_BINS + 100] = (guint16) ((-10 - 35.0 * quarter - CT_LEVEL_MIN_DB) * CT_LEVEL_STEPS_PER_DB);
    }
  ct_level_store_append (ct_document_get_levels (document), levels, n_frames);
  picture = make (document);
  for (guint quarter = 0; quarter < 4; quarter++)
    for (guint y = 0; y < HEIGHT; y++)
      {
        guint32 pixel = pixel_at (picture, quarter * WIDTH / 4 + WIDTH / 8, y);

        g_assert_true (pixel == 0 || pixel == SILHOUETTE);
        g_assert_false (quarters[quarter] > 0 && pixel == 0); /* it stands on the ground */
        quarters[quarter] += pixel == SILHOUETTE;
      }
  g_assert_cmpuint (quarters[0], ==, HEIGHT - 4);
  g_assert_cmpint (ABS ((int) quarters[1] - (HEIGHT - 4) / 2), <=, 1);
  g_assert_cmpuint (quarters[2], <=, 1);
  g_assert_cmpuint (quarters[3], ==, 0);
}

/* Silence has no silhouette, though no column is louder. */
static void
test_silence (void)
{
  g_autoptr (CtDocument) document = ct_document_new ();
  gsize n_frames = (gsize) (DURATION_S * CT_CQT_FRAME_RATE_HZ);
  g_autofree guint16 *levels = g_new0 (guint16, n_frames * CT_CQT_BINS);
  g_autoptr (CtPixels) picture = NULL;

  ct_level_store_append (ct_document_get_levels (document), levels, n_frames);
  picture = make (document);
  g_assert_cmpuint (count (picture, 0), ==, WIDTH * HEIGHT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/overview-picture/notes", test_notes);
  g_test_add_func ("/overview-picture/tracks", test_tracks);
  g_test_add_func ("/overview-picture/energy", test_energy);
  g_test_add_func ("/overview-picture/silence", test_silence);
  return g_test_run ();
}
