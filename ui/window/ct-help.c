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
  const Topic *topics; /* ended by one without a title */
} Group;

static const Topic song[] = {
  { N_ ("Open a Recording"),
    N_ ("Press Ctrl+O, or drop a file on the window. The spectrogram grows from the left, then the notes appear.") },
  { N_ ("Look Around"), N_ ("The wheel scrolls the pitch, with Shift the time; with Ctrl it zooms the time, with Alt "
                            "the pitch. F shows all.") },
  { N_ ("Listen"), N_ ("Space plays and pauses. Ctrl+Page Down slows down without changing the pitch. The slider "
                       "beside the time fades "
                       "from the recording to the notes.") },
  { N_ ("Hear One Track"), N_ ("S and M solo and mute the current track: you hear it out of the recording itself.") },
  { N_ ("Put Notes Right"), N_ ("Drag a note, or its ends; the arrow keys nudge the selected ones, Delete removes "
                                "them. The keys 1 to 4 choose a "
                                "tool: select, draw, erase, split.") },
  { N_ ("Split and Merge Tracks"), N_ ("Two instruments on one track? Select a phrase or the track and split it by "
                                       "timbre. One instrument on two tracks? "
                                       "Select both and merge them.") },
  { N_ ("More Notes or Fewer"),
    N_ ("Move the sliders of the page “Notes” and apply what they show. What you changed by hand stays.") },
  { N_ ("Undo and Save"), N_ ("Ctrl+Z takes back every step, without limit. Ctrl+S saves the project; the next day it "
                              "opens where you left it.") },
  { N_ ("Export"),
    N_ ("Ctrl+E writes a MIDI file. The main menu also exports a table of the notes and the sound of each track.") },
  { NULL },
};

static const Topic canvas[] = {
  { N_ ("Wheel"), N_ ("Scrolls the pitch; with Shift the time. Two fingers on a touchpad scroll both.") },
  { N_ ("Ctrl and Wheel, or Pinch"), N_ ("Zooms the time at the pointer; Alt and the wheel zoom the pitch.") },
  { N_ ("Middle Button"), N_ ("Dragging moves the view.") },
  { N_ ("Click a Note"), N_ ("Selects and sounds it. With Ctrl it is added to the selection, or taken from it.") },
  { N_ ("Drag a Note"), N_ ("Moves it in time and pitch; at its left or right end it becomes longer or shorter.") },
  { N_ ("Drag on the Ground"),
    N_ ("Selects what lies in the box. The key 1, pressed again, selects by time or by pitch instead.") },
  { N_ ("Right Button"), N_ ("Opens a menu for the notes, or for the ground.") },
  { NULL },
};

static const Topic around[] = {
  { N_ ("Ruler"), N_ ("A click sets the playhead; dragging sets a loop.") },
  { N_ ("Overview"), N_ ("A click or dragging brings that part of the song into view.") },
  { N_ ("Piano Keyboard"), N_ ("Pressing a key sounds it.") },
  { N_ ("List of Tracks"), N_ ("Dragging a track changes the order. With Ctrl more than one is selected.") },
  { N_ ("Timbre Map"), N_ ("Every point is a note; dragging around points selects them.") },
  { N_ ("Sliders"), N_ ("A double click brings back the value of the start.") },
  { NULL },
};

static const Group groups[] = {
  { N_ ("A Song, Step by Step"), song },
  { N_ ("The Pointer on Spectrogram and Notes"), canvas },
  { N_ ("The Pointer Elsewhere"), around },
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

/* A row that leads to more help: it does an action of the window that the help belongs to. */
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

  add_lead (leads, _ ("Guided First Song"), "win.guided-first-song");
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
