/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-help.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define WIDTH 620
#define HEIGHT 640

typedef struct
{
  const char *title;
  const char *text;
} Topic;

typedef struct
{
  const char *title;
  const Topic *topics; /* terminated by one without a title */
} Group;

static const Topic song[] = {
  { N_ ("Open a Recording"),
    N_ ("Press Ctrl+O or drop a file on the window. The spectrogram fills in from the left, then the notes appear.") },
  { N_ ("Look Around"), N_ ("The wheel scrolls pitch; hold Shift to scroll time, Ctrl to zoom time, or Alt to "
                            "zoom pitch. Press F to fit everything.") },
  { N_ ("Listen"), N_ ("Press Space to play or pause. Ctrl+Page Down slows down without changing pitch. The slider "
                       "beside the time fades between the recording and the notes.") },
  { N_ ("Solo a Track"),
    N_ ("Press S to solo or M to mute the current track. Its sound is isolated from the recording itself.") },
  { N_ ("Correct Notes"), N_ ("Drag a note or its ends. The arrow keys nudge the selected notes; Delete removes them. "
                              "Press 1 to 4 to choose a tool: select, draw, erase or split.") },
  { N_ ("Set the Number of Instruments"),
    N_ ("Change it at the top of the Tracks page to preview other tracks. Tracks that "
        "you named or edited stay as they are.") },
  { N_ ("Split and Merge Tracks"), N_ ("Two instruments on one track? Select a phrase or the track and split it by "
                                       "timbre. One instrument on two tracks? "
                                       "Select both and merge them.") },
  { N_ ("Put Notes on the Beats"),
    N_ ("Press K to hear the beats click, and Q to quantize notes. Press G, and what you draw and drag snaps to the "
        "grid; "
        "hold Alt to move it freely. Shift+Q brings notes back to where they were heard.") },
  { N_ ("More or Fewer Notes"),
    N_ ("Move the sliders on the Notes page to preview changes, then apply them. If held notes are struck again, lower "
        "Repeated Notes, for a loop or a track if need be. Your edits are kept.") },
  { N_ ("Put Bars Right"),
    N_ ("Click the tempo beside the time. Double or halve the beats, shift the bar lines, choose the meter, or press T "
        "on every beat while the song plays. Then find the beats again: those that you set stay.") },
  { N_ ("Set the Key"),
    N_ ("The key beside the tempo was found in the notes. Click it to choose another, for the whole "
        "piece or from a bar on. Notes are named by the key; the preferences offer other names, and numbers on the "
        "axis.") },
  { N_ ("Check the Chords"),
    N_ ("Click a chord below the bars to hear it. Double-click to type another, such as F#m7 or Bb/D; Delete takes it "
        "back. Chords are exported with sheet music.") },
  { N_ ("Name the Players"),
    N_ ("Double-click a track's name to change it. Once the project is saved, the timbre is recognized in other songs "
        "and takes this name; a mark on the track tells so, and a click on it says no. Preferences list what is "
        "remembered.") },
  { N_ ("Undo and Save"),
    N_ ("Ctrl+Z undoes any number of steps. Ctrl+S saves the project, which reopens where you left off.") },
  { N_ ("Export"),
    N_ ("Ctrl+E exports a MIDI file, and Ctrl+P prints numbered notation (jianpu). The main menu can also export sheet "
        "music for a notation program (MusicXML), a table of the notes, and a stem for each track.") },
  { NULL },
};

static const Topic canvas[] = {
  { N_ ("Wheel"), N_ ("Scrolls pitch; hold Shift to scroll time. Two fingers on a touchpad scroll both.") },
  { N_ ("Ctrl+Wheel or Pinch"), N_ ("Zooms time at the pointer; Alt+Wheel zooms pitch.") },
  { N_ ("Middle Button"), N_ ("Drag to pan the view.") },
  { N_ ("Click a Note"), N_ ("Selects and plays it. Hold Ctrl to add it to the selection or remove it.") },
  { N_ ("Drag a Note"), N_ ("Moves it in time and pitch. Drag its left or right end to resize it.") },
  { N_ ("Drag on Empty Space"),
    N_ ("Selects the notes in the box. Press 1 again to select by time or by pitch instead.") },
  { N_ ("Right-Click"), N_ ("Opens a menu for the notes or the empty space.") },
  { NULL },
};

static const Topic around[] = {
  { N_ ("Ruler"), N_ ("Click to set the playhead; drag to set a loop.") },
  { N_ ("Bars and Beats"), N_ ("Below the ruler: drag a line to move a beat, drag elsewhere to loop whole bars, "
                               "right-click to set bars and meter.") },
  { N_ ("Chords"), N_ ("Below the bars: click to hear one, double-click to change it, right-click for more.") },
  { N_ ("Overview"), N_ ("Click or drag to show that part of the song.") },
  { N_ ("Piano Keyboard"), N_ ("Press a key to hear its pitch.") },
  { N_ ("Track List"), N_ ("Drag a track to reorder it. Hold Ctrl to select several.") },
  { N_ ("Timbre Map"), N_ ("Each point is a note; drag around points to select them.") },
  { N_ ("Sliders"), N_ ("Double-click to reset.") },
  { NULL },
};

static const Group groups[] = {
  { N_ ("Your First Song, Step by Step"), song },
  { N_ ("Mouse on the Spectrogram"), canvas },
  { N_ ("Mouse Elsewhere"), around },
};

static GtkWidget *
make_row (const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (text)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  return row;
}

static AdwPreferencesGroup *
make_group (const Group *group)
{
  AdwPreferencesGroup *result = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (result, _ (group->title));
  for (const Topic *topic = group->topics; topic->title; topic++)
    adw_preferences_group_add (result, make_row (_ (topic->title), _ (topic->text)));
  return result;
}

/* A row that activates an action of the help's window. */
static void
lead_on (AdwActionRow *row, gpointer action)
{
  GtkWindow *help = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (row)));
  GtkWindow *parent = gtk_window_get_transient_for (help);

  if (parent)
    gtk_widget_activate_action (GTK_WIDGET (parent), action, NULL);
}

static void
add_lead (AdwPreferencesGroup *group, const char *title, const char *action)
{
  GtkWidget *row = make_row (title, NULL);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect (row, "activated", G_CALLBACK (lead_on), (gpointer) action);
  adw_preferences_group_add (group, row);
}

static GtkWidget *
make_page (void)
{
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *leads = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  add_lead (leads, _ ("Guided Tour"), "win.guided-first-song");
  add_lead (leads, _ ("Keyboard Shortcuts"), "win.show-help-overlay");
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), leads);
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), make_group (&groups[i]));
  return page;
}

static void
add_escape (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, controller);
}

static GtkWindow *
help_new (GtkWindow *parent)
{
  GtkWidget *window = adw_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *page = make_page ();

  gtk_window_set_title (GTK_WINDOW (window), _ ("Help"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_widget_set_size_request (window, 340, 280);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (window), box);
  add_escape (window);
  return GTK_WINDOW (window);
}

static void
forget (GtkWidget *help, GtkWindow *parent)
{
  g_object_set_data (G_OBJECT (parent), "ct-help", NULL);
}

void
ct_help_show (GtkWindow *parent)
{
  GtkWindow *help;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  help = g_object_get_data (G_OBJECT (parent), "ct-help");
  if (!help)
    {
      help = help_new (parent);
      g_object_set_data (G_OBJECT (parent), "ct-help", help);
      g_signal_connect_object (help, "destroy", G_CALLBACK (forget), parent, 0);
    }
  gtk_window_present (help);
}
