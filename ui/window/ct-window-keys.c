/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys without a modifier: they work while the stage has the focus, so that they do not interfere with text entries;
 * and those that work everywhere in the window, as Space does wherever nothing else wants it. */
#include "ui/window/ct-window-private.h"

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"
#include "ui/tracks/ct-track-panel.h"
#include "ui/window/ct-sidebar.h"
#include "ui/window/ct-window.h"

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
  { "k", "playback.click" },
  { "q", "win.quantise" },
  { "m", "tracks.mute" },
  { "s", "tracks.solo" },
  { "t", "tempo.tap" },
  { "b", "tempo.show-bars" },
  { "<Shift>b", "tempo.downbeat" },
  { "<Shift>l", "tempo.loop-bars" },
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

static gboolean
end_preview (GtkWidget *window, GVariant *arguments, gpointer data)
{
  CtSession *session = ct_window_get_session (CT_WINDOW (window));

  if (!session || !ct_session_get_preview (session))
    return GDK_EVENT_PROPAGATE;
  ct_session_set_preview (session, NULL);
  return GDK_EVENT_STOP;
}

/* From the canvas to the page of the sidebar and back. */
static gboolean
change_pane (GtkWidget *window, GVariant *arguments, gpointer stage)
{
  CtSidebar *sidebar = ct_window_get_sidebar (CT_WINDOW (window));
  GtkWidget *pages = ct_sidebar_get_pages (sidebar), *focus = gtk_window_get_focus (GTK_WINDOW (window));
  CtTrackPanel *tracks = ct_window_get_track_panel (CT_WINDOW (window));

  if (!ct_window_get_session (CT_WINDOW (window)))
    return GDK_EVENT_PROPAGATE;
  if (focus && gtk_widget_is_ancestor (focus, pages))
    return gtk_widget_grab_focus (stage);
  ct_sidebar_set_revealed (sidebar, TRUE);
  if (gtk_widget_get_mapped (GTK_WIDGET (tracks)))
    ct_track_panel_focus (tracks);
  else
    gtk_widget_child_focus (pages, GTK_DIR_TAB_FORWARD);
  return GDK_EVENT_STOP;
}

static gboolean
play (GtkWidget *window, GVariant *arguments, gpointer stage)
{
  return gtk_widget_activate_action (stage, "playback.play-pause", NULL);
}

/* No number has a space in it: in its field, what was typed holds, and the key plays. */
static gboolean
play_from_number (GtkWidget *window, GVariant *arguments, gpointer stage)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget *number = focus ? gtk_widget_get_ancestor (focus, GTK_TYPE_SPIN_BUTTON) : NULL;

  if (!number)
    return GDK_EVENT_PROPAGATE;
  gtk_spin_button_update (GTK_SPIN_BUTTON (number));
  return play (window, NULL, stage);
}

/* Space plays also where the focus is on what has no use for it. */
static void
add_play_keys (GtkWidget *window, GtkWidget *stage)
{
  static const GtkShortcutFunc functions[] = { play, play_from_number };

  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      GtkEventController *controller = gtk_shortcut_controller_new ();

      if (functions[i] == play_from_number)
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                            gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("space|KP_Space"),
                                                              gtk_callback_action_new (functions[i], stage, NULL)));
      gtk_widget_add_controller (window, controller);
    }
}

void
ct_window_add_window_keys (CtWindow *self, GtkWidget *stage)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  add_play_keys (GTK_WIDGET (self), stage);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (end_preview, NULL, NULL)));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F6, 0),
                                                          gtk_callback_action_new (change_pane, stage, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
