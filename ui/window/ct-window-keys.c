/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys without a modifier: they work while the stage has the focus, so that they do not interfere with text entries. */
#include "ui/window/ct-window-private.h"

#include <gtk/gtk.h>

static const struct
{
  const char *trigger;
  const char *action;
} keys[] = {
  { "space|KP_Space", "playback.play-pause" },
  { "<Shift>space", "playback.play-selection" },
  { "Home|KP_Home", "playback.start" },
  { "End|KP_End", "playback.end" },
  { "l", "playback.loop" },
  { "c", "playback.follow" },
  { "m", "tracks.mute" },
  { "s", "tracks.solo" },
};

void
ct_window_add_keys (GtkWidget *stage)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].trigger),
                                                            gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (stage, controller);
}
