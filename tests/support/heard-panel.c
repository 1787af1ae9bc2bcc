/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/heard-panel.h"

#include <string.h>

#include "tests/support/heard-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"

void
heard_panel_set_up (HeardPanel *self, GtkWidget *panel, GtkWidget *child, int height)
{
  self->song = heard_song_new (160, 3, 0.5, 3);
  self->document = heard_document_new (self->song);
  self->session = ct_session_new (self->document);
  self->window = gtk_window_new ();
  self->panel = panel;
  g_object_set (panel, "session", self->session, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 310, height);
  gtk_window_set_child (GTK_WINDOW (self->window), child);
  g_object_add_weak_pointer (G_OBJECT (panel), (gpointer *) &self->panel);
  gtk_window_present (GTK_WINDOW (self->window));
  while (!gtk_widget_get_mapped (panel))
    g_main_context_iteration (NULL, TRUE);
}

void
heard_panel_tear_down (HeardPanel *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_null (self->panel);
  while (G_OBJECT (self->session)->ref_count > 1) /* a run may be under way */
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (self->session);
  g_assert_finalize_object (self->document);
  heard_song_free (self->song);
}

GtkWidget *
heard_panel_button (HeardPanel *self, const char *label)
{
  for (guint i = 0;; i++)
    {
      GtkWidget *found = widget_find (self->panel, GTK_TYPE_BUTTON, i);

      if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (found)), label) == 0
          || g_strcmp0 (gtk_widget_get_tooltip_text (found), label) == 0)
        return found;
    }
}

void
heard_panel_click (HeardPanel *self, const char *label)
{
  g_signal_emit_by_name (heard_panel_button (self, label), "clicked");
}

const char *
heard_panel_status (HeardPanel *self)
{
  for (guint i = 0;; i++)
    {
      GtkWidget *label = widget_find (self->panel, GTK_TYPE_LABEL, i);
      GtkWidget *revealer;

      if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (label)) != GTK_ACCESSIBLE_ROLE_STATUS)
        continue;
      revealer = gtk_widget_get_ancestor (label, GTK_TYPE_REVEALER);
      return revealer && !gtk_revealer_get_reveal_child (GTK_REVEALER (revealer))
                 ? ""
                 : gtk_label_get_text (GTK_LABEL (label));
    }
}

void
heard_panel_wait_for_status (HeardPanel *self, const char *text)
{
  ui_test_wait_for (strcmp (heard_panel_status (self), text) == 0);
}
