/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/score/ct-score-print.h"

#define SAME_PT 3.0 /* sizes of paper this close are the same */

static void
draw_page (GtkPrintOperation *print, GtkPrintContext *context, int number, CtScorePages *pages)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width_pt, height_pt, scale;

  ct_score_pages_get_size (pages, &width_pt, &height_pt);
  scale = MIN (gtk_print_context_get_width (context) / width_pt, gtk_print_context_get_height (context) / height_pt);
  cairo_scale (cr, scale, scale);
  ct_score_pages_draw (pages, (guint) number, cr);
}

/* The standard paper of the pages' size. */
static GtkPaperSize *
paper_of (CtScorePages *pages)
{
  static const char *const names[] = { GTK_PAPER_NAME_A4, GTK_PAPER_NAME_LETTER };
  double width_pt, height_pt;

  ct_score_pages_get_size (pages, &width_pt, &height_pt);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkPaperSize *paper = gtk_paper_size_new (names[i]);

      if (ABS (gtk_paper_size_get_width (paper, GTK_UNIT_POINTS) - width_pt) < SAME_PT)
        return paper;
      gtk_paper_size_free (paper);
    }
  return gtk_paper_size_new_custom ("score", "Score", width_pt, height_pt, GTK_UNIT_POINTS);
}

/* What is printed to a file would be "output.pdf" in the home folder otherwise, each time. */
static GtkPrintSettings *
settings_for (const char *name, GFile *folder)
{
  GtkPrintSettings *settings = gtk_print_settings_new ();

  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, name);
  if (folder)
    gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_DIR, g_file_peek_path (folder));
  return settings;
}

GtkPrintOperation *
ct_score_print_new (CtScorePages *pages, const char *name, GFile *folder)
{
  GtkPrintOperation *print = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GtkPrintSettings) settings = settings_for (name, folder);
  GtkPaperSize *paper = paper_of (pages);

  gtk_page_setup_set_paper_size_and_default_margins (setup, paper);
  gtk_paper_size_free (paper);
  gtk_print_operation_set_default_page_setup (print, setup);
  gtk_print_operation_set_print_settings (print, settings);
  gtk_print_operation_set_job_name (print, name);
  gtk_print_operation_set_n_pages (print, (int) ct_score_pages_get_n (pages));
  gtk_print_operation_set_use_full_page (print, TRUE); /* the pages have margins */
  gtk_print_operation_set_unit (print, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (print, TRUE);
  gtk_print_operation_set_embed_page_setup (print, TRUE);
  g_signal_connect_object (print, "draw-page", G_CALLBACK (draw_page), pages, 0);
  g_object_set_data_full (G_OBJECT (print), "pages", g_object_ref (pages), g_object_unref);
  return print;
}
