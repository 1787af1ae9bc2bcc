/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-display-popover.h"

#include <gtk/gtk.h>

#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"

typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtDisplay *display;
  GtkWidget *popover;
  guint n_notified;
} Fixture;

static void
notified (Fixture *fixture)
{
  fixture->n_notified++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = ct_document_new ();
  fixture->session = ct_session_new (fixture->document);
  fixture->display = ct_session_get_display (fixture->session);
  fixture->popover = g_object_ref_sink (g_object_new (CT_TYPE_DISPLAY_POPOVER, NULL));
  g_object_set (fixture->display, "gain-db", 7.0, "contrast", 1.5, "fundamentals", 0.25, "color-map",
                CT_COLOR_MAP_MAGMA, "note-opacity", CT_NOTE_OPACITY_SOLID, "show-uncertain", FALSE, NULL);
  g_signal_connect_swapped (fixture->display, "notify", G_CALLBACK (notified), fixture);
  ct_display_popover_set_session (CT_DISPLAY_POPOVER (fixture->popover), fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->popover);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static GtkAdjustment *
adjustment_of (Fixture *fixture, guint nth)
{
  return gtk_range_get_adjustment (GTK_RANGE (widget_find (fixture->popover, GTK_TYPE_SCALE, nth)));
}

static guint
chosen (Fixture *fixture, guint nth)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (widget_find (fixture->popover, GTK_TYPE_DROP_DOWN, nth)));
}

static gboolean
checked (Fixture *fixture)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (widget_find (fixture->popover, GTK_TYPE_CHECK_BUTTON, 0)));
}

static void
assert_shown (Fixture *fixture, CtDisplay *display)
{
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment_of (fixture, 0)), ==, ct_display_get_gain_db (display));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment_of (fixture, 1)), ==, ct_display_get_contrast (display));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment_of (fixture, 2)), ==, ct_display_get_fundamentals (display));
  g_assert_cmpuint (chosen (fixture, 0), ==, ct_display_get_color_map (display));
  g_assert_cmpuint (chosen (fixture, 1), ==, ct_display_get_note_opacity (display));
  g_assert_cmpint (checked (fixture), ==, ct_display_get_show_uncertain (display));
}

/* The controls show the session's display, then and later, and change nothing by that. */
static void
test_shown (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (fixture->n_notified, ==, 0);
  assert_shown (fixture, fixture->display);
  g_object_set (fixture->display, "gain-db", -3.5, "color-map", CT_COLOR_MAP_CIVIDIS, NULL);
  g_assert_cmpuint (fixture->n_notified, ==, 2);
  assert_shown (fixture, fixture->display);
  g_assert_cmpfloat (ct_display_get_gain_db (fixture->display), ==, -3.5);
}

/* Each control sets its own property, once. */
static void
test_set (Fixture *fixture, gconstpointer data)
{
  gtk_adjustment_set_value (adjustment_of (fixture, 0), 12);
  g_assert_cmpfloat (ct_display_get_gain_db (fixture->display), ==, 12);
  gtk_adjustment_set_value (adjustment_of (fixture, 1), 2);
  g_assert_cmpfloat (ct_display_get_contrast (fixture->display), ==, 2);
  gtk_adjustment_set_value (adjustment_of (fixture, 2), 1);
  g_assert_cmpfloat (ct_display_get_fundamentals (fixture->display), ==, 1);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (widget_find (fixture->popover, GTK_TYPE_DROP_DOWN, 0)), 0);
  g_assert_cmpint (ct_display_get_color_map (fixture->display), ==, CT_COLOR_MAP_VIRIDIS);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (widget_find (fixture->popover, GTK_TYPE_DROP_DOWN, 1)), 1);
  g_assert_cmpint (ct_display_get_note_opacity (fixture->display), ==, CT_NOTE_OPACITY_CONFIDENCE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (widget_find (fixture->popover, GTK_TYPE_CHECK_BUTTON, 0)), TRUE);
  g_assert_true (ct_display_get_show_uncertain (fixture->display));
  g_assert_cmpuint (fixture->n_notified, ==, 6);
  assert_shown (fixture, fixture->display);
}

/* Another session's display is shown, neither takes anything from the other. */
static void
test_another_session (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = ct_document_new ();
  CtSession *other = ct_session_new (document);

  g_object_set (ct_session_get_display (other), "gain-db", 20.0, "color-map", CT_COLOR_MAP_GREY, NULL);
  ct_display_popover_set_session (CT_DISPLAY_POPOVER (fixture->popover), other);
  assert_shown (fixture, ct_session_get_display (other));
  g_assert_cmpfloat (ct_display_get_gain_db (ct_session_get_display (other)), ==, 20);
  gtk_adjustment_set_value (adjustment_of (fixture, 0), 30);
  g_assert_cmpfloat (ct_display_get_gain_db (fixture->display), ==, 7);
  g_assert_cmpuint (fixture->n_notified, ==, 0);
  ct_display_popover_set_session (CT_DISPLAY_POPOVER (fixture->popover), NULL);
  gtk_adjustment_set_value (adjustment_of (fixture, 0), 5);
  g_assert_cmpfloat (ct_display_get_gain_db (ct_session_get_display (other)), ==, 30);
  g_assert_finalize_object (other);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/display-popover/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("shown", test_shown);
  ADD ("set", test_set);
  ADD ("another-session", test_another_session);
  return g_test_run ();
}
