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
is_in_sidebar (const CtWindowPanes *panes, GtkWidget *widget)
{
  return widget && gtk_widget_is_ancestor (widget, ct_sidebar_get_widget (panes->sidebar));
}

/* Takes a number back that was typed and not entered. */
static void
take_back (GtkWidget *focus)
{
  GtkWidget *number = gtk_widget_get_ancestor (focus, GTK_TYPE_SPIN_BUTTON);

  if (number)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (number), gtk_spin_button_get_value (GTK_SPIN_BUTTON (number)));
}

/* Ends a preview, or else goes back from the sidebar to the canvas. */
static gboolean
escape (GtkWidget *window, GVariant *arguments, gpointer data)
{
  const CtWindowPanes *panes = data;
  CtSession *session = ct_track_panel_get_session (panes->tracks);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  if (session && ct_session_get_preview (session))
    ct_session_set_preview (session, NULL);
  else if (session && is_in_sidebar (panes, focus))
    {
      take_back (focus);
      gtk_widget_grab_focus (panes->stage);
    }
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* From the canvas to the page of the sidebar, and from the sidebar back. */
static gboolean
change_pane (GtkWidget *window, GVariant *arguments, gpointer data)
{
  const CtWindowPanes *panes = data;
  GtkWidget *pages = ct_sidebar_get_pages (panes->sidebar), *focus = gtk_window_get_focus (GTK_WINDOW (window));

  if (!ct_track_panel_get_session (panes->tracks))
    return GDK_EVENT_PROPAGATE;
  if (is_in_sidebar (panes, focus))
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

/* Enters what was typed into the field of a number that has the focus; FALSE: none has. */
static gboolean
enter_number (GtkWidget *focus)
{
  GtkWidget *spin = focus ? gtk_widget_get_ancestor (focus, GTK_TYPE_SPIN_BUTTON) : NULL;
  GtkWidget *entry = focus ? gtk_widget_get_ancestor (focus, GTK_TYPE_ENTRY) : NULL;

  if (spin)
    gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  else if (entry && gtk_entry_get_input_purpose (GTK_ENTRY (entry)) == GTK_INPUT_PURPOSE_NUMBER)
    g_signal_emit_by_name (entry, "activate");
  else
    return FALSE;
  return TRUE;
}

/* No number has a space in it: in its field, what was typed holds, and the key plays. */
static gboolean
play_from_number (GtkWidget *window, GVariant *arguments, gpointer stage)
{
  if (!enter_number (gtk_window_get_focus (GTK_WINDOW (window))))
    return GDK_EVENT_PROPAGATE;
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
  add_pane_key (controller, GDK_KEY_Escape, escape, panes);
  add_pane_key (controller, GDK_KEY_F6, change_pane, panes);
  gtk_widget_add_controller (window, controller);
}
