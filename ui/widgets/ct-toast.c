/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-toast.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_CHARS 200
#define SHOWN_KEY "ct-toast"
#define FIRST_FRAMES 2 /* until the animation of a toast has begun */

/* The toast on show in an overlay. */
typedef struct
{
  AdwToast *toast; /* weak */
  gint64 frame;    /* of the overlay's clock when it was added */
} Shown;

static void
free_shown (gpointer data)
{
  Shown *shown = data;

  g_clear_weak_pointer (&shown->toast);
  g_free (shown);
}

static Shown *
shown_in (GtkWidget *overlay)
{
  Shown *shown = g_object_get_data (G_OBJECT (overlay), SHOWN_KEY);

  if (!shown)
    {
      shown = g_new0 (Shown, 1);
      g_object_set_data_full (G_OBJECT (overlay), SHOWN_KEY, shown, free_shown);
    }
  return shown;
}

static gint64
frame_of (GtkWidget *overlay)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (overlay);

  return clock ? gdk_frame_clock_get_frame_counter (clock) : 0;
}

static void
forget (AdwToast *toast, GtkWidget *overlay)
{
  Shown *shown = shown_in (overlay);

  if (shown->toast == toast)
    g_clear_weak_pointer (&shown->toast);
}

/* Toasts name files: any bytes, of any length. Makes a single short line of them. */
static char *
make_short (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *head = NULL;

  g_strdelimit (valid, "\n\r\t", ' ');
  if (g_utf8_strlen (valid, -1) <= MAX_CHARS)
    return g_steal_pointer (&valid);
  head = g_utf8_substring (valid, 0, MAX_CHARS - 1);
  return g_strconcat (head, "…", NULL);
}

static void
fill (AdwToast *toast, const char *text, gboolean offers_undo)
{
  g_autofree char *line = make_short (text);
  g_autofree char *markup = g_markup_escape_text (line, -1);

  adw_toast_set_title (toast, markup);
  adw_toast_set_timeout (toast, offers_undo ? 5 : 4);
  adw_toast_set_button_label (toast, offers_undo ? _ ("Undo") : NULL);
  adw_toast_set_action_name (toast, offers_undo ? "win.undo" : NULL);
}

void
ct_toast_send (GtkWidget *from, const char *text, gboolean offers_undo)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);
  Shown *shown;
  AdwToast *toast;

  if (!overlay)
    return;
  shown = shown_in (overlay);
  /* libadwaita 1.2 crashes when a toast is dismissed before its animation has begun */
  if (shown->toast && frame_of (overlay) < shown->frame + FIRST_FRAMES)
    {
      fill (shown->toast, text, offers_undo);
      return;
    }
  /* the "Undo" of the toast before would undo something else by now */
  if (shown->toast)
    adw_toast_dismiss (shown->toast);
  toast = adw_toast_new ("");
  fill (toast, text, offers_undo);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (forget), overlay, 0);
  g_set_weak_pointer (&shown->toast, toast);
  shown->frame = frame_of (overlay);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}
