/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/score/ct-score-pages.h"

#include <string.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/test-folder.h"
#include "ui/support/ct-file-error.h"

typedef struct
{
  CtDocument *document;
  guint32 tracks[2];
  CtScorePagesOptions options;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (40);
  for (guint i = 0; i < 2; i++)
    fixture->tracks[i] = ct_document_get_score (fixture->document)->tracks[i].id;
  fixture->options = (CtScorePagesOptions){ .tracks = fixture->tracks, .n_tracks = 2, .size_pt = 15, .tonic = -1 };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->document);
}

static CtScorePages *
make (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  CtScorePages *pages = ct_score_pages_new (fixture->document, &fixture->options, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pages);
  return pages;
}

/* How dark the first page is, in pixels of black. */
static double
measure_ink (CtScorePages *pages)
{
  double width_pt, height_pt, ink = 0;
  cairo_surface_t *surface;
  cairo_t *cr;

  ct_score_pages_get_size (pages, &width_pt, &height_pt);
  surface = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) width_pt, (int) height_pt);
  cr = cairo_create (surface);
  ct_score_pages_draw (pages, 0, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      ink += cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x] / 255.0;
  cairo_surface_destroy (surface);
  return ink;
}

/* More tracks and chords are more ink, larger digits more pages, and the paper is what was asked for. */
static void
test_options (Fixture *fixture, gconstpointer data)
{
  CtScorePages *both = make (fixture), *one, *large, *chords;
  double width_pt, height_pt;

  g_assert_false (ct_score_pages_get_has_beats (both));
  ct_score_pages_get_size (both, &width_pt, &height_pt);
  g_assert_cmpfloat_with_epsilon (width_pt, 595.3, 0.5);
  g_assert_cmpfloat_with_epsilon (height_pt, 841.9, 0.5);
  fixture->options.n_tracks = 1;
  one = make (fixture);
  g_assert_cmpfloat (measure_ink (one), >, 100);
  g_assert_cmpfloat (measure_ink (one), <, 0.8 * measure_ink (both));
  fixture->options.chords = TRUE;
  chords = make (fixture);
  g_assert_cmpfloat (measure_ink (chords), >, measure_ink (one) + 20);
  fixture->options.n_tracks = 2;
  fixture->options.paper = CT_PAPER_LETTER;
  fixture->options.size_pt = 36;
  large = make (fixture);
  ct_score_pages_get_size (large, &width_pt, &height_pt);
  g_assert_cmpfloat_with_epsilon (width_pt, 612, 0.5);
  g_assert_cmpuint (ct_score_pages_get_n (large), >, ct_score_pages_get_n (both));
  g_object_unref (both);
  g_object_unref (one);
  g_object_unref (chords);
  g_object_unref (large);
}

/* Which tonic is 1 shows. */
static void
test_key (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  char *text[2] = { NULL, NULL };

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%d.svg", folder, i);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GError) error = NULL;
      g_autoptr (CtScorePages) pages = NULL;

      fixture->options.tonic = 2 * i;
      pages = make (fixture);
      g_assert_true (ct_score_pages_write (pages, file, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &text[i], NULL, NULL));
      g_assert_nonnull (strstr (text[i], "<svg"));
    }
  g_assert_cmpstr (text[0], !=, text[1]);
  g_free (text[0]);
  g_free (text[1]);
  test_folder_remove (folder);
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.pdf", NULL), *text = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path), nowhere = g_file_new_for_path ("/nowhere/a.pdf");
  g_autoptr (GFile) remote = g_file_new_for_uri ("http://localhost/a.pdf");
  g_autoptr (CtScorePages) pages = make (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (ct_score_pages_write (pages, file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF"));
  g_assert_false (ct_score_pages_write (pages, nowhere, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (ct_score_pages_write (pages, remote, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_LOCAL);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/score-pages/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("options", test_options);
  ADD ("key", test_key);
  ADD ("write", test_write);
  return g_test_run ();
}
