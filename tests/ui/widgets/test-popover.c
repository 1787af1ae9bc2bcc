/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-popover.h"

#include <adwaita.h>

#include "tests/support/ui-test.h"

static GtkWidget *popover; /* a weak pointer */
static guint n_closed;

static void
closed (void)
{
  n_closed++;
}

static void
add_popover (GtkWidget *parent)
{
  n_closed = 0;
  g_set_weak_pointer (&popover, gtk_popover_new ());
  gtk_widget_set_parent (popover, parent);
  g_signal_connect (popover, "closed", G_CALLBACK (closed), NULL);
}

static void
test_drop (void)
{
  GtkWidget *window = gtk_window_new (), *button = gtk_button_new ();

  gtk_window_set_child (GTK_WINDOW (window), button);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (button);
  add_popover (button);
  gtk_popover_popup (GTK_POPOVER (popover));
  ui_test_settle ();
  g_assert_true (gtk_widget_get_mapped (popover));
  ct_popover_drop (popover);
  g_assert_null (popover);
  g_assert_cmpuint (n_closed, ==, 1);
  add_popover (button);
  ct_popover_drop (popover);
  g_assert_null (popover);
  g_assert_cmpuint (n_closed, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/popover/drop", test_drop);
  return g_test_run ();
}
