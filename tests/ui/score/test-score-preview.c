/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/score/ct-score-preview.h"

#include "tests/support/note-document.h"
#include "tests/support/test-folder.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-picture.h"
#include "ui/score/ct-score-print.h"

typedef struct
{
  CtDocument *document;
  CtScorePages *pages;
  GtkWidget *preview, *window;
} Fixture;

static CtScorePages *
make (CtDocument *document, double size_pt)
{
  const guint32 track = ct_document_get_score (document)->tracks[0].id;
  const CtScorePagesOptions options = { .tracks = &track, .n_tracks = 1, .size_pt = size_pt };
  CtScorePages *pages = ct_score_pages_new (document, &options, NULL);

  g_assert_nonnull (pages);
  return pages;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (300);
  fixture->pages = make (fixture->document, 36);
  fixture->preview = ct_score_preview_new ();
  fixture->window = widget_picture_show (fixture->preview, 900, 900);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->pages);
  g_assert_finalize_object (fixture->document);
}

static int
measure (GtkWidget *widget)
{
  int width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  return width;
}

static guint
count_ink (GtkWidget *preview)
{
  int width, height;
  g_autofree guint32 *picture = NULL;
  guint n = 0;

  widget_picture_settle (preview);
  picture = widget_picture_take (preview, &width, &height);
  for (int i = 0; i < width * height; i++)
    n += picture[i] >> 24 == 255 && (picture[i] & 255) < 100;
  return n;
}

/* Pages are within those there are, whatever is asked for, and each has notes. */
static void
test_pages (Fixture *fixture, gconstpointer data)
{
  CtScorePreview *preview = CT_SCORE_PREVIEW (fixture->preview);
  guint n = ct_score_pages_get_n (fixture->pages);
  CtScorePages *fewer = make (fixture->document, 8);

  g_assert_cmpint (measure (fixture->preview), ==, 24); /* no page */
  ct_score_preview_set_pages (preview, fixture->pages);
  g_assert_cmpuint (n, >, 2);
  for (guint i = 0; i < n; i++)
    {
      g_object_set (preview, "page", i, NULL);
      g_assert_cmpuint (ct_score_preview_get_page (preview), ==, i);
      g_assert_cmpuint (count_ink (fixture->preview), >, 50);
    }
  ct_score_preview_set_page (preview, -1);
  g_assert_cmpuint (ct_score_preview_get_page (preview), ==, 0);
  ct_score_preview_set_page (preview, 1000);
  g_assert_cmpuint (ct_score_preview_get_page (preview), ==, n - 1);
  ct_score_preview_set_pages (preview, fewer);
  g_assert_cmpuint (ct_score_preview_get_page (preview), ==, ct_score_pages_get_n (fewer) - 1);
  ct_score_preview_set_pages (preview, NULL);
  g_assert_cmpint (measure (fixture->preview), ==, 24); /* no page */
  g_assert_finalize_object (fewer);
}

static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  CtScorePreview *preview = CT_SCORE_PREVIEW (fixture->preview);
  int width;

  ct_score_preview_set_pages (preview, fixture->pages);
  width = measure (fixture->preview);
  g_assert_cmpint (width, ==, 794 + 24);
  ct_score_preview_set_zoom (preview, 2);
  g_assert_cmpint (measure (fixture->preview), ==, 2 * 794 - 1 + 24); /* a page is 793.7 wide */
  ct_score_preview_set_zoom (preview, 1000);
  g_assert_cmpfloat (ct_score_preview_get_zoom (preview), ==, CT_SCORE_PREVIEW_MAX_ZOOM);
  ct_score_preview_set_zoom (preview, 0);
  g_assert_cmpfloat (ct_score_preview_get_zoom (preview), ==, CT_SCORE_PREVIEW_MIN_ZOOM);
}

/* What is printed has all pages, on the paper they are made for, and a name of its own where it is a file. */
static void
test_print (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.pdf", NULL), *text = NULL;
  g_autoptr (GFile) place = g_file_new_for_path (folder);
  g_autoptr (GtkPrintOperation) print = ct_score_print_new (fixture->pages, "Song", place);
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (print);
  GtkPaperSize *paper = gtk_page_setup_get_paper_size (gtk_print_operation_get_default_page_setup (print));
  int n;

  g_assert_cmpstr (gtk_paper_size_get_name (paper), ==, GTK_PAPER_NAME_A4);
  g_assert_cmpstr (gtk_print_settings_get (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME), ==, "Song");
  g_assert_cmpstr (gtk_print_settings_get (settings, GTK_PRINT_SETTINGS_OUTPUT_DIR), ==, folder);
  gtk_print_operation_set_allow_async (print, FALSE);
  gtk_print_operation_set_export_filename (print, path);
  g_assert_cmpint (gtk_print_operation_run (print, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, NULL), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_object_get (print, "n-pages", &n, NULL);
  g_assert_cmpint (n, ==, (int) ct_score_pages_get_n (fixture->pages));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF"));
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/score-preview/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("pages", test_pages);
  ADD ("zoom", test_zoom);
  ADD ("print", test_print);
  return g_test_run ();
}
