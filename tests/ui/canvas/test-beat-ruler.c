/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-beat-ruler.h"

#include <gtk/gtk.h>
#include <string.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/widget-picture.h"
#include "ui/canvas/ct-beat-menu.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"

/* 60 pixels a second: beats of half a second from 1 s on, in 4/4 */
typedef struct
{
  CtSession *session;
  GtkWidget *ruler, *window;
} Fixture;

static void
set_map (Fixture *fixture, double bpm)
{
  CtDocument *document = ct_session_get_document (fixture->session);
  CtTempoMap *map = NULL;

  if (bpm > 0)
    g_assert_cmpint (ct_tempo_map_new_steady (bpm, 1, 4, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (document, "Tempo");
  ct_document_set_tempo_map (document, map);
  ct_document_commit (document);
  ct_tempo_map_free (map);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = canvas_song_new (10, 2, 1);
  set_map (fixture, 120);
  fixture->ruler = ct_beat_ruler_new ();
  g_object_set (fixture->ruler, "session", fixture->session, NULL);
  fixture->window = widget_picture_show (fixture->ruler, 600, 40);
  ct_session_set_view (fixture->session, &(CtView){ 0, 10, 36, 84 });
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->session);
}

/* It takes no room where there is nothing to show. */
static void
test_visible (Fixture *fixture, gconstpointer data)
{
  g_assert_true (gtk_widget_get_visible (fixture->ruler));
  g_object_set (ct_session_get_display (fixture->session), "show-bars", FALSE, NULL);
  g_assert_false (gtk_widget_get_visible (fixture->ruler));
  g_object_set (ct_session_get_display (fixture->session), "show-bars", TRUE, NULL);
  g_assert_true (gtk_widget_get_visible (fixture->ruler));
  set_map (fixture, 0);
  g_assert_false (gtk_widget_get_visible (fixture->ruler));
  set_map (fixture, 90);
  g_assert_true (gtk_widget_get_visible (fixture->ruler));
  g_object_set (fixture->ruler, "session", NULL, NULL);
  g_assert_false (gtk_widget_get_visible (fixture->ruler));
}

/* A press that is no drag sets no loop and moves no beat. */
static void
test_press (Fixture *fixture, gconstpointer data)
{
  GtkGesture *drag = widget_find_drag (fixture->ruler);
  CtTimeSpan loop;

  for (int x = 75; x <= 90; x += 15) /* between beats, and on one */
    {
      g_signal_emit_by_name (drag, "drag-begin", (double) x, 5.0);
      g_assert_true (ct_beat_ruler_get_pressed (CT_BEAT_RULER (fixture->ruler)));
      g_signal_emit_by_name (drag, "drag-update", 30.0, 0.0);
      g_signal_emit_by_name (drag, "cancel", NULL);
      g_assert_false (ct_beat_ruler_get_pressed (CT_BEAT_RULER (fixture->ruler)));
      g_assert_false (ct_session_get_loop (fixture->session, &loop));
      g_assert_true (ct_session_get_tempo_map (fixture->session)
                     == ct_document_get_tempo_map (ct_session_get_document (fixture->session)));
    }
  g_signal_emit_by_name (drag, "drag-begin", 92.0, 5.0);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  g_assert_cmpfloat_with_epsilon (ct_session_get_playhead_s (fixture->session), 1.5, 1e-9); /* the beat */
  g_signal_emit_by_name (drag, "drag-begin", 75.0, 5.0);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  g_assert_cmpfloat_with_epsilon (ct_session_get_playhead_s (fixture->session), 1.25, 1e-9);
}

static gboolean
press_key (Fixture *fixture, guint key)
{
  gboolean taken = FALSE;

  g_signal_emit_by_name (widget_find_controller (fixture->window, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key, 0,
                         GDK_BUTTON1_MASK, &taken);
  return taken;
}

static guint
count_key_controllers (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      n += GTK_IS_EVENT_CONTROLLER_KEY (controller);
    }
  return n;
}

/* Escape ends a drag, and listens no longer than that. */
static void
test_escape (Fixture *fixture, gconstpointer data)
{
  GtkGesture *drag = widget_find_drag (fixture->ruler);
  guint n = count_key_controllers (fixture->window);

  g_signal_emit_by_name (drag, "drag-begin", 90.0, 5.0);
  g_assert_cmpuint (count_key_controllers (fixture->window), ==, n + 1);
  g_assert_false (press_key (fixture, GDK_KEY_a));
  g_assert_true (ct_beat_ruler_get_pressed (CT_BEAT_RULER (fixture->ruler)));
  g_assert_true (press_key (fixture, GDK_KEY_Escape));
  g_assert_false (ct_beat_ruler_get_pressed (CT_BEAT_RULER (fixture->ruler)));
  g_assert_cmpuint (count_key_controllers (fixture->window), ==, n);
  g_signal_emit_by_name (drag, "drag-end", 30.0, 0.0);
  g_assert_cmpfloat (ct_session_get_playhead_s (fixture->session), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_signal_emit_by_name (drag, "drag-begin", 90.0, 5.0);
      g_signal_emit_by_name (drag, i ? "cancel" : "drag-end", 0.0, 0.0);
      g_assert_cmpuint (count_key_controllers (fixture->window), ==, n);
    }
}

/* The bars shown have numbers: where one stands, the picture changes with it. */
static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  int width, height;
  g_autofree guint32 *before = NULL, *after = NULL;
  guint n_ink = 0, n_changed = 0;

  before = widget_picture_take (fixture->ruler, &width, &height);
  for (int i = 0; i < width * height; i++)
    n_ink += before[i] >> 24 > 0;
  g_assert_cmpuint (n_ink, >, 100);
  ct_session_set_view (fixture->session, &(CtView){ 2, 10, 36, 84 });
  widget_picture_settle (fixture->ruler);
  after = widget_picture_take (fixture->ruler, &width, &height);
  for (int i = 0; i < width * height; i++)
    n_changed += before[i] != after[i];
  g_assert_cmpuint (n_changed, >, 50);
}

/* Where the key changes, and not where it begins. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = ct_session_get_document (fixture->session);
  CtKeyChange keys[] = { { .time_s = 1 }, { .time_s = 3, .key = { -1, false } } };
  g_autofree guint32 *before = NULL;
  int width, height;

  before = widget_picture_take (fixture->ruler, &width, &height);
  for (gsize n_keys = 1; n_keys <= 2; n_keys++)
    {
      g_autofree guint32 *after = NULL;
      guint n_left = 0, n_right = 0;

      ct_document_take_harmony (document, &(CtHarmony){ keys, n_keys, NULL, 0 });
      widget_picture_settle (fixture->ruler);
      after = widget_picture_take (fixture->ruler, &width, &height);
      for (int i = 0; i < width * height; i++)
        *(i % width < 180 ? &n_left : &n_right) += before[i] != after[i];
      g_assert_cmpuint (n_left, ==, 0);
      g_assert_cmpint (n_right > 100, ==, n_keys == 2);
    }
}

/* One near the end of the song is whole: beside its line there is no room. */
static void
test_key_at_end (Fixture *fixture, gconstpointer data)
{
  CtKeyChange keys[] = { { .time_s = 1 }, { .time_s = 9.75, .key = { -1, false } } };
  g_autofree guint32 *before = NULL, *after = NULL;
  int width, height;
  guint n_left = 0;

  before = widget_picture_take (fixture->ruler, &width, &height);
  ct_document_take_harmony (ct_session_get_document (fixture->session), &(CtHarmony){ keys, 2, NULL, 0 });
  widget_picture_settle (fixture->ruler);
  after = widget_picture_take (fixture->ruler, &width, &height);
  for (int i = 0; i < width * height; i++)
    n_left += i % width < 580 && before[i] != after[i];
  g_assert_cmpuint (n_left, >, 100);
}

/* They are those that are heard: an octave changes none. */
static void
test_transposed_keys (Fixture *fixture, gconstpointer data)
{
  CtKeyChange keys[] = { { .time_s = 1 }, { .time_s = 3, .key = { -1, false } } };
  g_autofree guint32 *before = NULL, *higher = NULL, *octave = NULL;
  int width, height;

  ct_document_take_harmony (ct_session_get_document (fixture->session), &(CtHarmony){ keys, 2, NULL, 0 });
  widget_picture_settle (fixture->ruler);
  before = widget_picture_take (fixture->ruler, &width, &height);
  g_object_set (fixture->ruler, "semitones", 2.0, NULL);
  widget_picture_settle (fixture->ruler);
  higher = widget_picture_take (fixture->ruler, &width, &height);
  g_assert_cmpint (memcmp (before, higher, sizeof *before * (gsize) (width * height)), !=, 0);
  g_object_set (fixture->ruler, "semitones", 12.0, NULL);
  widget_picture_settle (fixture->ruler);
  octave = widget_picture_take (fixture->ruler, &width, &height);
  g_assert_cmpmem (before, sizeof *before * (gsize) (width * height), octave,
                   sizeof *octave * (gsize) (width * height));
}

static void
count_items (GMenuModel *menu, guint *n, guint *n_labels)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *action = NULL;

      if (section)
        count_items (section, n, n_labels);
      else if (submenu)
        count_items (submenu, n, n_labels);
      else
        {
          (*n_labels)++;
          *n += g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action)
                && g_str_has_prefix (action, "tempo.");
        }
    }
}

/* Every item does something, and the menu can be opened twice. */
static void
test_menu (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GMenuModel) menu = ct_beat_menu_new (2.5);
  guint n = 0, n_labels = 0;

  count_items (menu, &n, &n_labels);
  g_assert_cmpuint (n, ==, n_labels);
  g_assert_cmpuint (n, >, 15);
  for (int i = 0; i < 2; i++)
    {
      ct_beat_menu_show (fixture->ruler, 2.5, 150);
      g_assert_nonnull (widget_find (fixture->ruler, GTK_TYPE_POPOVER_MENU, 0));
    }
  ct_beat_menu_drop (fixture->ruler);
  g_assert_null (gtk_widget_get_first_child (fixture->ruler));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/beat-ruler/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("visible", test_visible);
  ADD ("press", test_press);
  ADD ("escape", test_escape);
  ADD ("numbers", test_numbers);
  ADD ("keys", test_keys);
  ADD ("key-at-end", test_key_at_end);
  ADD ("transposed-keys", test_transposed_keys);
  ADD ("menu", test_menu);
  return g_test_run ();
}
