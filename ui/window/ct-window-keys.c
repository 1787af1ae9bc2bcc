/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-window-keys.h"

#include "ui/session/ct-session.h"

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
ct_window_keys_add_to_stage (GtkWidget *stage)
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
  const CtWindowPanes *panes = data;
  CtSession *session = ct_track_panel_get_session (panes->tracks);

  if (!session || !ct_session_get_preview (session))
    return GDK_EVENT_PROPAGATE;
  ct_session_set_preview (session, NULL);
  return GDK_EVENT_STOP;
}

/* From the canvas to the page of the sidebar and back. */
static gboolean
change_pane (GtkWidget *window, GVariant *arguments, gpointer data)
{
  const CtWindowPanes *panes = data;
  GtkWidget *pages = ct_sidebar_get_pages (panes->sidebar), *focus = gtk_window_get_focus (GTK_WINDOW (window));

  if (!ct_track_panel_get_session (panes->tracks))
    return GDK_EVENT_PROPAGATE;
  if (focus && gtk_widget_is_ancestor (focus, pages))
    return gtk_widget_grab_focus (panes->stage);
  ct_sidebar_set_revealed (panes->sidebar, TRUE);
  if (gtk_widget_get_mapped (GTK_WIDGET (panes->tracks)))
    ct_track_panel_focus (panes->tracks);
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

/* Each shortcut has @panes of its own. */
static void
add_pane_key (GtkEventController *controller, guint key, GtkShortcutFunc func, const CtWindowPanes *panes)
{
  GtkShortcutAction *action = gtk_callback_action_new (func, g_memdup2 (panes, sizeof *panes), g_free);

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (key, 0), action));
}

void
ct_window_keys_add_to_window (GtkWidget *window, const CtWindowPanes *panes)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  add_play_keys (window, panes->stage);
  add_pane_key (controller, GDK_KEY_Escape, end_preview, panes);
  add_pane_key (controller, GDK_KEY_F6, change_pane, panes);
  gtk_widget_add_controller (window, controller);
}
