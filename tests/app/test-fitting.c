/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That no text is cut off, in the language that LANGUAGE names, in a wide window and in the narrowest one. */
#include "ui/window/ct-window-new.h"
#include "ui/window/ct-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <locale.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/exchange/ct-exporter.h"
#include "ui/recording/ct-record-dialog.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/transport/ct-transport-bar.h"
#include "ui/window/ct-export-dialog.h"
#include "ui/window/ct-help.h"
#include "ui/window/ct-paths.h"
#include "ui/window/ct-preferences.h"
#include "ui/window/ct-score-dialog.h"
#include "ui/window/ct-tour-bar.h"
#include "ui/window/ct-tour.h"

#define WIDE 1280
#define NARROW 360
#define HEIGHT 700
#define FRAME 16

static GtkApplication *application;

/* What may be shortened: what a person named (the title of the document, files), and how far the isolation of the
 * tracks is, which goes again after a moment and has the room that the controls leave. */
static gboolean
may_be_shortened (GtkWidget *label)
{
  const char *text = gtk_label_get_text (GTK_LABEL (label));

  if (gtk_widget_get_ancestor (label, CT_TYPE_TRANSPORT_BAR))
    return g_str_has_suffix (text, "%");
  return gtk_widget_get_ancestor (label, ADW_TYPE_WINDOW_TITLE) || g_str_has_suffix (text, ".flac");
}

/* Why the text of @label is not all to be read, or NULL. */
static const char *
find_fault (GtkLabel *label, GtkWidget *window)
{
  GtkWidget *widget = GTK_WIDGET (label);
  PangoLayout *layout = gtk_label_get_layout (label);
  graphene_rect_t bounds;
  int width, height;

  if (pango_layout_is_ellipsized (layout))
    return may_be_shortened (widget) ? NULL : "shortened";
  pango_layout_get_pixel_size (layout, &width, &height);
  if (width > gtk_widget_get_width (widget))
    return "too narrow";
  if (height > gtk_widget_get_height (widget))
    return "too low";
  if (!gtk_widget_compute_bounds (widget, window, &bounds))
    return "nowhere";
  if (bounds.origin.x < -0.5 || bounds.origin.x + bounds.size.width > gtk_widget_get_width (window) + 0.5)
    return "beyond the window";
  return NULL;
}

static gboolean
count_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer n_frames)
{
  return ++*(guint *) n_frames < 3;
}

/* Lets @window be laid out, however slow the machine. */
static void
settle (GtkWidget *window)
{
  guint n_frames = 0;

  ui_test_settle ();
  gtk_widget_add_tick_callback (window, count_frame, &n_frames, NULL);
  ui_test_wait_for (n_frames == 3);
}

/* Every label of @window that is on the screen can be read in full, and whatever is shown, the window can at once be
 * made as narrow as the narrowest. */
static void
assert_fits (GtkWidget *window, const char *where)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  guint n_shown = 0;
  int least;

  settle (window);
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (least > (CT_IS_WINDOW (window) ? NARROW : NARROW + FRAME)) /* libadwaita wants that much for itself */
    {
      g_test_message ("%s: the window cannot be narrower than %d", where, least);
      g_test_fail ();
    }
  widget_find_all (window, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    {
      GtkLabel *label = labels->pdata[i];
      const char *fault;

      if (!gtk_widget_get_mapped (GTK_WIDGET (label)) || !*gtk_label_get_text (label))
        continue;
      n_shown++;
      fault = find_fault (label, window);
      if (!fault)
        continue;
      g_test_message ("%s: “%s” is %s", where, gtk_label_get_text (label), fault);
      g_test_fail ();
    }
  g_assert_cmpuint (n_shown, >, 2);
}

/* Opens @window @width wide, less the frame that GTK draws itself where no window manager does. */
static void
open_with_width (GtkWidget *window, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait_for (gtk_widget_get_width (window) > 0);
  settle (window);
  g_assert_cmpint (gtk_widget_get_width (window), <=, width);
  g_assert_cmpint (gtk_widget_get_width (window), >=, width - FRAME);
}

static CtWindow *
open_window (int width)
{
  CtWindow *window = ct_window_new (application);

  open_with_width (GTK_WIDGET (window), width);
  return window;
}

static void
close_window (CtWindow *window)
{
  CtSession *session = ct_window_get_session (window);

  if (session)
    ct_document_mark_saved (ct_session_get_document (session));
  gtk_window_close (GTK_WINDOW (window));
  ui_test_settle ();
}

static gboolean
is_heard (CtWindow *window)
{
  CtSession *session = ct_window_get_session (window);

  return session && ct_document_get_score (ct_session_get_document (session))->n_notes
         && !g_action_group_get_action_enabled (G_ACTION_GROUP (window), "cancel-analysis");
}

static void
test_start (gconstpointer width)
{
  CtWindow *window = open_window (GPOINTER_TO_INT (width));

  assert_fits (GTK_WIDGET (window), "start");
  close_window (window);
}

/* The canvas and every page of the sidebar, with a note selected, an uncertain one, and all of them. */
static void
test_document (gconstpointer width)
{
  static const char *const pages[] = { "tracks", "notes", "timbres" };
  CtWindow *window = open_window (GPOINTER_TO_INT (width));
  AdwFlap *flap = ADW_FLAP (widget_find (GTK_WIDGET (window), ADW_TYPE_FLAP, 0));
  AdwViewStack *sidebar = ADW_VIEW_STACK (widget_find (GTK_WIDGET (window), ADW_TYPE_VIEW_STACK, 0));
  CtSession *session;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  ui_test_wait_for (is_heard (window));
  session = ct_window_get_session (window);
  g_assert_cmpint (adw_flap_get_folded (flap), ==, GPOINTER_TO_INT (width) == NARROW);
  assert_fits (GTK_WIDGET (window), "canvas");
  adw_flap_set_reveal_flap (flap, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      adw_view_stack_set_visible_child_name (sidebar, pages[i]);
      assert_fits (GTK_WIDGET (window), pages[i]);
    }
  ct_selection_select (ct_session_get_selection (session),
                       ct_document_get_score (ct_session_get_document (session))->notes[0].id, TRUE);
  assert_fits (GTK_WIDGET (window), "a note");
  gtk_widget_activate_action (GTK_WIDGET (window), "notes.next-uncertain", NULL);
  assert_fits (GTK_WIDGET (window), "an uncertain note");
  gtk_widget_activate_action (GTK_WIDGET (window), "notes.select-all", NULL);
  assert_fits (GTK_WIDGET (window), "all notes");
  close_window (window);
}

/* Every step of the guided tour. */
static void
test_tour (gconstpointer width)
{
  CtWindow *window = open_window (GPOINTER_TO_INT (width));
  g_autoptr (CtTour) tour = NULL;

  g_object_get (widget_find (GTK_WIDGET (window), CT_TYPE_TOUR_BAR, 0), "tour", &tour, NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.guided-first-song", NULL);
  ui_test_wait_for (ct_tour_get_active (tour));
  for (; ct_tour_get_active (tour); ct_tour_next (tour))
    assert_fits (GTK_WIDGET (window), ct_tour_step_get_title (ct_tour_get_step (tour)));
  close_window (window);
}

/* The dialog that came last. */
static GtkWidget *
last_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr (GtkWidget) found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (!CT_IS_WINDOW (window) && gtk_widget_get_mapped (window))
        g_set_object (&found, window);
    }
  g_assert_nonnull (found);
  return found;
}

static void
assert_dialog_fits (const char *where, gconstpointer width)
{
  GtkWidget *dialog;

  ui_test_settle ();
  dialog = last_window ();
  if (GPOINTER_TO_INT (width) == NARROW)
    open_with_width (dialog, NARROW);
  assert_fits (dialog, where);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_test_settle ();
}

static void
test_dialogs (gconstpointer width)
{
  CtWindow *window = open_window (WIDE);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  ui_test_wait_for (is_heard (window));
  ct_help_show (GTK_WINDOW (window));
  assert_dialog_fits ("help", width);
  gtk_window_present (ct_preferences_new (GTK_WINDOW (window)));
  assert_dialog_fits ("preferences", width);
  ct_export_dialog_show (GTK_WINDOW (window), ct_window_get_session (window), CT_EXPORT_MIDI);
  assert_dialog_fits ("export", width);
  ct_score_dialog_show (GTK_WINDOW (window), ct_window_get_session (window));
  assert_dialog_fits ("score", width);
  gtk_window_present (GTK_WINDOW (ct_record_dialog_new (GTK_WINDOW (window))));
  assert_dialog_fits ("record", width);
  close_window (window);
}

int
main (int argc, char **argv)
{
  g_autofree char *locale_folder = ct_paths_dup_locale_folder ();
  int result;

  bindtextdomain (GETTEXT_PACKAGE, locale_folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  ui_test_init (&argc, &argv);
  g_assert_nonnull (setlocale (LC_ALL, "C.UTF-8")); /* GTK's tests are American otherwise */
  application = GTK_APPLICATION (adw_application_new ("io.github.coloratura.Test", G_APPLICATION_NON_UNIQUE));
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_data_func ("/fitting/start/wide", GINT_TO_POINTER (WIDE), test_start);
  g_test_add_data_func ("/fitting/start/narrow", GINT_TO_POINTER (NARROW), test_start);
  g_test_add_data_func ("/fitting/document/wide", GINT_TO_POINTER (WIDE), test_document);
  g_test_add_data_func ("/fitting/document/narrow", GINT_TO_POINTER (NARROW), test_document);
  g_test_add_data_func ("/fitting/tour/wide", GINT_TO_POINTER (WIDE), test_tour);
  g_test_add_data_func ("/fitting/tour/narrow", GINT_TO_POINTER (NARROW), test_tour);
  g_test_add_data_func ("/fitting/dialogs/wide", GINT_TO_POINTER (WIDE), test_dialogs);
  g_test_add_data_func ("/fitting/dialogs/narrow", GINT_TO_POINTER (NARROW), test_dialogs);
  result = g_test_run ();
  g_object_unref (application);
  return result;
}
