/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/window-test.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/window/ct-settings.h"
#include "ui/window/ct-tour-bar.h"
#include "ui/window/ct-tour.h"
#include "ui/window/ct-window.h"

static CtTourBar *
tour_of (CtWindow *window, CtTour **tour)
{
  CtTourBar *bar = CT_TOUR_BAR (widget_find (GTK_WIDGET (window), CT_TYPE_TOUR_BAR, 0));

  g_object_get (bar, "tour", tour, NULL);
  g_object_unref (*tour);
  return bar;
}

/* The demo starts the tour the first time; later only the menu does. */
static void
test_tour (void)
{
  g_autoptr (GSettings) settings = ct_settings_new ();
  CtWindow *window = window_test_open ();
  AdwViewStack *sidebar = ADW_VIEW_STACK (widget_find (GTK_WIDGET (window), ADW_TYPE_VIEW_STACK, 0));
  CtTour *tour;
  CtTourBar *bar = tour_of (window, &tour);

  g_settings_set_boolean (settings, "tour-seen", FALSE);
  g_assert_false (ct_tour_get_active (tour));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  g_assert_false (ct_tour_get_active (tour));
  ui_test_wait_for (window_test_is_heard (window));
  g_assert_true (ct_tour_get_active (tour));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (bar)));
  g_assert_true (g_settings_get_boolean (settings, "tour-seen"));

  /* a step about the sidebar shows its page; the keyboard's focus stays */
  while (ct_tour_get_step (tour) < CT_TOUR_SENSITIVITY)
    ct_tour_next (tour);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (sidebar), ==, "notes");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (sidebar), "ct-pointed"));
  ct_tour_back (tour);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (sidebar), ==, "tracks");
  g_assert_false (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (bar)));
  ct_tour_end (tour);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (sidebar), "ct-pointed"));

  /* asked for again it begins at once, in the window that shows the demo */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  ui_test_settle ();
  g_assert_false (ct_tour_get_active (tour));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.guided-first-song", NULL);
  g_assert_true (ct_tour_get_active (tour));
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (window_test_application ())), ==, 1);

  /* and it ends with its document */
  ct_document_mark_saved (ct_session_get_document (ct_window_get_session (window)));
  ct_window_set_session (window, NULL);
  g_assert_false (ct_tour_get_active (tour));
  window_test_close (window);
}

/* A window closed during the tour leaks nothing; a demo whose analysis is cancelled has no tour. */
static void
test_tour_cut_short (void)
{
  CtWindow *window = window_test_open ();
  CtTour *tour;

  tour_of (window, &tour);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.guided-first-song", NULL);
  ui_test_wait_for (window_test_is_enabled (window, "cancel-analysis"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel-analysis", NULL);
  ui_test_wait_for (!ct_window_get_session (window));
  window_test_show_document (window);
  g_assert_false (ct_tour_get_active (tour));
  ct_window_set_session (window, NULL);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.guided-first-song", NULL);
  ui_test_wait_for (ct_tour_get_active (tour));
  ct_document_mark_saved (ct_session_get_document (ct_window_get_session (window)));
  window_test_close (window);
}

int
main (int argc, char **argv)
{
  window_test_init (&argc, &argv);
  g_test_add_func ("/window-tour/demo", test_tour);
  g_test_add_func ("/window-tour/cut-short", test_tour_cut_short);
  return window_test_run ();
}
