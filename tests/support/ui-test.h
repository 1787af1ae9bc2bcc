/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UI_TEST_H
#define UI_TEST_H

#include <adwaita.h>
#include <stdio.h>

#define UI_TEST_PATIENCE_S 60

/* Lets the main loop run until @condition, which has to come true. */
#define ui_test_wait_for(condition)                                                                                    \
  do                                                                                                                   \
    {                                                                                                                  \
      gint64 end_us = g_get_monotonic_time () + UI_TEST_PATIENCE_S * G_USEC_PER_SEC;                                   \
      while (!(condition))                                                                                             \
        {                                                                                                              \
          g_assert_cmpint (g_get_monotonic_time (), <, end_us);                                                        \
          if (!g_main_context_iteration (NULL, FALSE))                                                                 \
            g_usleep (1000);                                                                                           \
        }                                                                                                              \
    }                                                                                                                  \
  while (0)

/* Whether @message, which no fault of the program calls for, is one of these:
 *
 * libadwaita 1.7 measures the labels of any message dialog for less than they need, and GTK 4.18 warns of it.
 *
 * GTK 4.8 starts to time a tooltip when a popover opens, with whatever pointer there is, and asks where that is though
 * the popover may be gone. */
static inline gboolean
ui_test_is_excused (const char *message)
{
  void *label = NULL;

  if (sscanf (message, "Trying to measure GtkLabel %p for width of", &label) == 1)
    return gtk_widget_get_ancestor (label, ADW_TYPE_MESSAGE_DIALOG) != NULL;
  return gtk_get_minor_version () < 10 && g_str_has_prefix (message, "gdk_surface_get_device_position: assertion");
}

/* What is warned of ends the test. */
static inline GLogWriterOutput
ui_test_write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && ui_test_is_excused (fields[i].value))
      return G_LOG_WRITER_HANDLED;
  if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING))
    level |= G_LOG_FLAG_FATAL;
  return g_log_writer_default (level, fields, n_fields, data);
}

/* GTK for a test: nothing moves by itself, so that the main loop comes to rest. */
static inline void
ui_test_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK); /* GLib would not ask the writer */
  g_log_set_writer_func (ui_test_write_log, NULL, NULL);
  adw_init ();
  g_set_application_name ("Coloratura");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

/* Lets the main loop run until there is nothing more to do at once, but not for long. */
static inline void
ui_test_settle (void)
{
  gint64 end_us = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

  for (int quiet = 0; quiet < 5 && g_get_monotonic_time () < end_us;)
    if (g_main_context_iteration (NULL, FALSE))
      quiet = 0;
    else
      {
        quiet++;
        g_usleep (2000);
      }
}

/* The dialog that is open over @parent, or over anything where that is NULL; NULL: none. */
static inline AdwMessageDialog *
ui_test_find_message (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (GTK_WIDGET (window))
          && (!parent || gtk_window_get_transient_for (window) == parent))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

/* Answers the dialog as its button does. */
static inline void
ui_test_answer (AdwMessageDialog *dialog, const char *response)
{
  g_assert_nonnull (dialog);
  g_assert_true (adw_message_dialog_has_response (dialog, response));
  g_object_ref (dialog);
  gtk_window_destroy (GTK_WINDOW (dialog));
  adw_message_dialog_response (dialog, response);
  g_object_unref (dialog);
  ui_test_settle ();
}

#endif
