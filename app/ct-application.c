/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ct-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <signal.h>
#include <stdio.h>

#include "ui/document/ct-timbre-book.h"
#include "ui/project/ct-autosave.h"
#include "ui/widgets/ct-message.h"
#include "ui/window/ct-about.h"
#include "ui/window/ct-preferences.h"
#include "ui/window/ct-settings.h"
#include "ui/window/ct-window-new.h"
#include "ui/window/ct-window-open.h"
#include "ui/window/ct-window.h"

struct _CtApplication
{
  AdwApplication parent;
  GSettings *settings;
  gboolean looked_for_crashes;
  guint signal_sources[3];
};

G_DEFINE_FINAL_TYPE (CtApplication, ct_application, ADW_TYPE_APPLICATION)

static CtWindow *
get_window (CtApplication *self)
{
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item; item = item->next)
    if (CT_IS_WINDOW (item->data))
      return item->data;
  return NULL;
}

static void
say_aside (CtWindow *window, const char *folder)
{
  /* Translators: %s is the path of a folder */
  g_autofree char *body = g_strdup_printf (_ ("The backup is damaged. It was kept in the folder “%s”."), folder);

  ct_message_show_error (GTK_WIDGET (window), _ ("Unsaved Work Could Not Be Recovered"), body);
}

static void
recoverables_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CtApplication) self = data;
  g_autoptr (GPtrArray) recoverables = ct_autosave_list_finish (result, NULL);
  CtWindow *window = get_window (self);

  if (window && recoverables && recoverables->len)
    ct_window_offer_recovery (window, g_steal_pointer (&recoverables));
  if (window && ct_autosave_list_get_aside (result))
    say_aside (window, ct_autosave_list_get_aside (result));
}

/* The first window also offers what a crash left. */
static CtWindow *
ensure_window (CtApplication *self)
{
  CtWindow *window = get_window (self);

  if (window)
    return window;
  if (!self->looked_for_crashes)
    ct_autosave_list_async (NULL, recoverables_listed, g_object_ref (self));
  self->looked_for_crashes = TRUE;
  return ct_window_new (GTK_APPLICATION (self));
}

static void
ct_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (CT_APPLICATION (application))));
}

static void
ct_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  CtWindow *window = ensure_window (CT_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  for (int i = 0; i < n_files; i++)
    ct_window_open (window, files[i]);
}

static void quit_next (CtApplication *self);

static void
left (GtkWindow *window, gboolean may_leave, gpointer self)
{
  if (may_leave)
    {
      gtk_window_close (window);
      quit_next (self);
    }
}

/* Closes one window after another, so that each can ask about its work; a single "Cancel" stops quitting. */
static void
quit_next (CtApplication *self)
{
  CtWindow *window = get_window (self);

  if (window)
    {
      gtk_window_present (GTK_WINDOW (window));
      ct_window_leave (window, left, self);
    }
  else
    g_application_quit (G_APPLICATION (self));
}

/* ---- asked to end from outside ---- */

/* The end of the desktop session, or of the terminal, is no time for questions. */
static gboolean
terminated (gpointer self)
{
  g_application_quit (self);
  return G_SOURCE_CONTINUE;
}

static void
watch_signals (CtApplication *self)
{
  static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    self->signal_sources[i] = g_unix_signal_add (numbers[i], terminated, self);
}

/* The session manager asks first; it may end the program at any time after that. */
static void
query_end (CtApplication *self)
{
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item; item = item->next)
    if (CT_IS_WINDOW (item->data))
      ct_window_keep (item->data);
}

static void
ct_application_shutdown (GApplication *application)
{
  CtApplication *self = CT_APPLICATION (application);
  CtWindow *window;

  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  while ((window = get_window (self)))
    ct_window_end (window);
  G_APPLICATION_CLASS (ct_application_parent_class)->shutdown (application);
}

/* ---- actions ---- */

static void
act_quit (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  quit_next (self);
}

static void
act_preferences (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gtk_window_present (ct_preferences_new (gtk_application_get_active_window (self)));
}

static void
act_about (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  ct_about_show (gtk_application_get_active_window (self));
}

static const GActionEntry entries[] = {
  { "about", act_about },
  { "preferences", act_preferences },
  { "quit", act_quit },
};

/* Keys without a modifier belong to the canvas (ct-window-keys.c). */
static void
set_accels (GtkApplication *self)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } accels[] = {
    { "app.quit", { "<Control>q" } },
    { "app.preferences", { "<Control>comma" } },
    { "win.open", { "<Control>o" } },
    { "win.save", { "<Control>s" } },
    { "win.save-as", { "<Control><Shift>s" } },
    { "win.close", { "<Control>w" } },
    { "win.undo", { "<Control>z" } },
    { "win.redo", { "<Control><Shift>z", "<Control>y" } },
    { "win.export-midi", { "<Control>e" } },
    { "win.score", { "<Control>p" } },
    { "win.record", { "<Control><Shift>r" } },
    { "win.fullscreen", { "F11" } },
    { "win.toggle-sidebar", { "F9" } },
    { "playback.faster", { "<Control>Page_Up" } },
    { "playback.slower", { "<Control>Page_Down" } },
    { "playback.normal-speed", { "<Control>0" } },
    { "win.show-help-overlay", { "<Control>question" } },
    { "win.help", { "F1" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (self, accels[i].action, accels[i].keys);
}

static void
ct_application_startup (GApplication *application)
{
  CtApplication *self = CT_APPLICATION (application);

  G_APPLICATION_CLASS (ct_application_parent_class)->startup (application);
  self->settings = ct_settings_new ();
  ct_settings_bind_color_scheme (self->settings);
  ct_settings_bind_timbre_book (self->settings, ct_timbre_book_get_default ());
  gtk_window_set_default_icon_name (CT_SETTINGS_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  set_accels (GTK_APPLICATION (self));
  watch_signals (self);
  g_signal_connect (self, "query-end", G_CALLBACK (query_end), NULL);
}

static int
ct_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      printf ("coloratura %s\n", CT_VERSION);
      return 0;
    }
  return -1;
}

static void
ct_application_dispose (GObject *object)
{
  g_clear_object (&CT_APPLICATION (object)->settings);
  G_OBJECT_CLASS (ct_application_parent_class)->dispose (object);
}

static void
ct_application_class_init (CtApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_application_dispose;
  application_class->startup = ct_application_startup;
  application_class->shutdown = ct_application_shutdown;
  application_class->activate = ct_application_activate;
  application_class->open = ct_application_open;
  application_class->handle_local_options = ct_application_handle_local_options;
}

static void
ct_application_init (CtApplication *self)
{
  static const GOptionEntry options[] = { { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version and exit"),
                                            NULL },
                                          { NULL } };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[RECORDING OR PROJECT…]"));
}

CtApplication *
ct_application_new (GApplicationFlags flags)
{
  return g_object_new (CT_TYPE_APPLICATION, "application-id", CT_SETTINGS_ID, "resource-base-path",
                       "/io/github/coloratura/Coloratura", "flags", G_APPLICATION_HANDLES_OPEN | flags,
                       "register-session", TRUE, NULL);
}
