/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-flags.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-track-edits.h"

void
ct_track_flags_make (CtTrackFlags *self, GtkBox *line, GBindingGroup *bindings)
{
  static const char *const tooltips[CT_N_TRACK_FLAGS] = { N_ ("Show or Hide"), N_ ("Mute"), N_ ("Solo"), N_ ("Lock") };
  static const char *const properties[CT_N_TRACK_FLAGS] = { "visible", "muted", "soloed", "locked" };
  /* Translators: the letters on the buttons that mute and solo a track */
  static const char *const letters[CT_N_TRACK_FLAGS] = { NULL, NC_ ("track button", "M"), NC_ ("track button", "S"),
                                                         NULL };

  for (int flag = 0; flag < CT_N_TRACK_FLAGS; flag++)
    {
      GtkWidget *button = gtk_toggle_button_new ();

      if (letters[flag])
        gtk_button_set_label (GTK_BUTTON (button), g_dpgettext2 (NULL, "track button", letters[flag]));
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "circular"); /* as narrow as they can be */
      gtk_widget_set_tooltip_text (button, _ (tooltips[flag]));
      gtk_box_append (line, button);
      g_binding_group_bind (bindings, properties[flag], button, "active",
                            G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
      self->buttons[flag] = button;
    }
}

/* The accessible label of a button: what it does, and to which track. */
static void
set_label (GtkWidget *widget, const char *format, const char *name)
{
  g_autofree char *label = g_strdup_printf (format, name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* An icon that is set is a new image, whatever it was before. */
static void
set_icon (GtkWidget *button, const char *name)
{
  if (g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (button)), name) != 0)
    gtk_button_set_icon_name (GTK_BUTTON (button), name);
}

void
ct_track_flags_show (CtTrackFlags *self, const CtEditTrack *track, const char *name)
{
  /* Translators: %s is the name of a track */
  set_label (self->buttons[CT_TRACK_VISIBLE], _ ("Show %s"), name);
  set_label (self->buttons[CT_TRACK_MUTE], _ ("Mute %s"), name);
  set_label (self->buttons[CT_TRACK_SOLO], _ ("Solo %s"), name);
  set_label (self->buttons[CT_TRACK_LOCKED], _ ("Lock %s"), name);
  set_icon (self->buttons[CT_TRACK_VISIBLE], track->visible ? "view-reveal-symbolic" : "view-conceal-symbolic");
  set_icon (self->buttons[CT_TRACK_LOCKED], track->locked ? "changes-prevent-symbolic" : "changes-allow-symbolic");
}
