/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-panel-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-track-item.h"
#include "ui/tracks/ct-split-box.h"
#include "ui/tracks/ct-track-bar.h"
#include "ui/tracks/ct-track-panel.h"
#include "ui/tracks/ct-track-row.h"

struct _CtTrackPanel
{
  GtkWidget parent_instance;

  CtSession *session;
  GListStore *items; /* CtTrackItem, in the order shown */
  GtkMultiSelection *selection;
  GSimpleActionGroup *actions;
  gboolean syncing;
  guint32 rename; /* the track to rename as soon as it has a row */

  GtkWidget *box;
  GtkWidget *list;
  GtkWidget *empty;
  GtkWidget *split_box;
  GtkWidget *menu;
};

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtTrackPanel, ct_track_panel, GTK_TYPE_WIDGET)

static CtDocument *
get_document (CtTrackPanel *self)
{
  return self->session ? ct_session_get_document (self->session) : NULL;
}

static guint32
item_id (CtTrackPanel *self, guint place)
{
  g_autoptr (CtTrackItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), place);

  return ct_track_item_get_id (item);
}

static guint
n_items (CtTrackPanel *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

static int
find_item (CtTrackPanel *self, guint32 id)
{
  for (guint i = 0; i < n_items (self); i++)
    if (item_id (self, i) == id)
      return (int) i;
  return -1;
}

/* ---- the selected rows ---- */

static guint32 *
dup_selected_rows (CtTrackPanel *self, guint *n)
{
  guint32 *ids = g_new (guint32, n_items (self) + 1);

  *n = 0;
  for (guint i = 0; i < n_items (self); i++)
    if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
      ids[(*n)++] = item_id (self, i);
  return ids;
}

guint32 *
ct_track_panel_dup_selected (CtTrackPanel *self, guint *n)
{
  guint32 *ids;

  g_return_val_if_fail (CT_IS_TRACK_PANEL (self), NULL);
  ids = dup_selected_rows (self, n);
  if (*n == 0 && self->session && ct_session_get_current_track (self->session))
    {
      ids = g_renew (guint32, ids, 1);
      ids[(*n)++] = ct_session_get_current_track (self->session);
    }
  return ids;
}

static void
select_rows (CtTrackPanel *self, const guint32 *tracks, guint n)
{
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty (), mask = gtk_bitset_new_range (0, n_items (self));

  for (guint i = 0; i < n; i++)
    {
      int place = find_item (self, tracks[i]);

      if (place >= 0)
        gtk_bitset_add (selected, (guint) place);
    }
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), selected, mask);
}

void
ct_track_panel_select (CtTrackPanel *self, const guint32 *tracks, guint n)
{
  int place;

  g_return_if_fail (CT_IS_TRACK_PANEL (self));
  select_rows (self, tracks, n);
  place = n > 0 ? find_item (self, tracks[0]) : -1;
  if (place >= 0)
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", (guint) place);
}

static void
on_rows_selected (CtTrackPanel *self)
{
  g_autofree guint32 *ids = NULL;
  guint n;

  if (self->syncing || !self->session)
    return;
  ids = dup_selected_rows (self, &n);
  if (n == 1)
    ct_session_set_current_track (self->session, ids[0]);
  ct_track_actions_update (self->actions, self);
}

/* Selects the session's current track alone, unless it is selected already. */
static void
follow_current (CtTrackPanel *self)
{
  guint32 current = self->session ? ct_session_get_current_track (self->session) : 0;
  int place = find_item (self, current);

  if (place >= 0 && !gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), (guint) place))
    ct_track_panel_select (self, &current, 1);
  ct_track_actions_update (self->actions, self);
}

/* ---- from the document ---- */

static CtTrackItem *
dup_item (CtTrackPanel *self, guint32 id)
{
  int place = find_item (self, id);

  return place >= 0 ? g_list_model_get_item (G_LIST_MODEL (self->items), (guint) place) : ct_track_item_new (id);
}

/* Updates the list to the tracks of @score with as few changes as possible, so that it does not scroll. */
static void
sync_items (CtTrackPanel *self, const CtEditScore *score)
{
  guint n_new = score ? (guint) score->n_tracks : 0, n_old = n_items (self), first = 0, last = 0;
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  while (first < MIN (n_new, n_old) && item_id (self, first) == score->tracks[first].id)
    first++;
  while (last < MIN (n_new, n_old) - first && item_id (self, n_old - 1 - last) == score->tracks[n_new - 1 - last].id)
    last++;
  if (first + last == n_new && n_new == n_old)
    return;
  for (guint i = first; i < n_new - last; i++)
    g_ptr_array_add (added, dup_item (self, score->tracks[i].id));
  g_list_store_splice (self->items, first, n_old - last - first, added->pdata, added->len);
}

static void
update_items (CtTrackPanel *self, const CtEditScore *score)
{
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  g_autofree guint *counts = g_new0 (guint, score->n_tracks + 1);

  for (gsize i = 0; i < score->n_tracks; i++)
    g_hash_table_insert (places, GUINT_TO_POINTER (score->tracks[i].id), GUINT_TO_POINTER (i));
  for (gsize i = 0; i < score->n_notes; i++)
    if (!score->notes[i].uncertain)
      counts[GPOINTER_TO_UINT (g_hash_table_lookup (places, GUINT_TO_POINTER (score->notes[i].track)))]++;
  for (guint i = 0; i < score->n_tracks; i++)
    {
      g_autoptr (CtTrackItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      ct_track_item_update (item, &score->tracks[i], i, counts[i]);
    }
}

static void
sync_rows (CtTrackPanel *self)
{
  const CtEditScore *score = self->session ? ct_document_get_score (get_document (self)) : NULL;
  g_autofree guint32 *selected = NULL;
  guint n;

  self->syncing = TRUE;
  selected = dup_selected_rows (self, &n);
  sync_items (self, score);
  if (score)
    update_items (self, score);
  select_rows (self, selected, n);
  self->syncing = FALSE;
  gtk_widget_set_visible (self->empty, n_items (self) == 0);
  gtk_widget_set_visible (gtk_widget_get_parent (self->list), n_items (self) > 0);
  g_free (selected);
  selected = dup_selected_rows (self, &n);
  if (n == 0)
    follow_current (self);
  else
    on_rows_selected (self);
  ct_track_actions_update (self->actions, self);
}

static void
update_actions (CtTrackPanel *self)
{
  ct_track_actions_update (self->actions, self);
}

CtSession *
ct_track_panel_get_session (CtTrackPanel *self)
{
  g_return_val_if_fail (CT_IS_TRACK_PANEL (self), NULL);
  return self->session;
}

static void
forget_session (CtTrackPanel *self)
{
  if (!self->session)
    return;
  g_signal_handlers_disconnect_by_data (get_document (self), self);
  g_signal_handlers_disconnect_by_data (ct_session_get_selection (self->session), self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
}

void
ct_track_panel_set_session (CtTrackPanel *self, CtSession *session)
{
  g_return_if_fail (CT_IS_TRACK_PANEL (self));
  if (self->session == session)
    return;
  forget_session (self);
  /* rows keep a reference to the document */
  g_list_store_remove_all (self->items);
  if (session)
    {
      self->session = g_object_ref (session);
      g_signal_connect_swapped (get_document (self), "changed", G_CALLBACK (sync_rows), self);
      g_signal_connect_swapped (session, "notify::current-track", G_CALLBACK (follow_current), self);
      g_signal_connect_swapped (ct_session_get_selection (session), "changed", G_CALLBACK (update_actions), self);
    }
  ct_split_box_set_session (CT_SPLIT_BOX (self->split_box), session);
  sync_rows (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

GActionGroup *
ct_track_panel_get_actions (CtTrackPanel *self)
{
  g_return_val_if_fail (CT_IS_TRACK_PANEL (self), NULL);
  return G_ACTION_GROUP (self->actions);
}

CtSplitBox *
ct_track_panel_get_split_box (CtTrackPanel *self)
{
  return CT_SPLIT_BOX (self->split_box);
}

void
ct_track_panel_reveal (CtTrackPanel *self)
{
  GtkWidget *stack = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_VIEW_STACK);
  GtkWidget *flap = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_FLAP), *page = GTK_WIDGET (self);

  while (stack && page && gtk_widget_get_parent (page) != stack)
    page = gtk_widget_get_parent (page);
  if (stack && page)
    adw_view_stack_set_visible_child (ADW_VIEW_STACK (stack), page);
  if (flap)
    adw_flap_set_reveal_flap (ADW_FLAP (flap), TRUE);
}

/* ---- rows ---- */

/* The row of @track, if it has one (lists make rows for visible items). */
static CtTrackRow *
find_row (CtTrackPanel *self, guint32 track)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->list); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      CtTrackItem *item = CT_IS_TRACK_ROW (row) ? ct_track_row_get_item (CT_TRACK_ROW (row)) : NULL;

      if (item && ct_track_item_get_id (item) == track)
        return CT_TRACK_ROW (row);
    }
  return NULL;
}

static gboolean
start_rename (gpointer data)
{
  CtTrackPanel *self = data;
  CtTrackRow *row = find_row (self, self->rename);

  if (row)
    ct_track_row_rename (row);
  return G_SOURCE_REMOVE;
}

void
ct_track_panel_rename (CtTrackPanel *self, guint32 track)
{
  ct_track_panel_select (self, &track, 1);
  self->rename = track;
  /* when the row exists, and the click or key that led here has moved the focus */
  g_idle_add_full (G_PRIORITY_LOW, start_rename, g_object_ref (self), g_object_unref);
}

static void
on_activate (CtTrackPanel *self, guint place)
{
  ct_track_panel_rename (self, item_id (self, place));
}

static void
on_row_drop (CtTrackPanel *self, CtTrackItem *dropped, gboolean below, CtTrackRow *row)
{
  guint32 id = ct_track_item_get_id (dropped), target = ct_track_item_get_id (ct_track_row_get_item (row));
  g_autofree guint32 *ids = NULL;
  guint n, place = 0;
  gboolean among = FALSE;

  if (find_item (self, id) < 0)
    return; /* from another window */
  ids = dup_selected_rows (self, &n);
  for (guint i = 0; i < n; i++)
    among = among || ids[i] == id;
  if (!among)
    {
      ids = g_renew (guint32, ids, 1);
      ids[0] = id;
      n = 1;
    }
  for (guint i = 0; i < n_items (self); i++)
    {
      gboolean moved = FALSE;

      if (item_id (self, i) == target && !below)
        break;
      for (guint j = 0; j < n; j++)
        moved = moved || ids[j] == item_id (self, i);
      place += !moved;
      if (item_id (self, i) == target)
        break;
    }
  ct_track_edits_reorder (get_document (self), ids, n, (int) place);
}

static void
show_menu (CtTrackPanel *self, GtkWidget *at, double x, double y)
{
  double menu_x, menu_y;

  if (!gtk_widget_translate_coordinates (at, GTK_WIDGET (self), x, y, &menu_x, &menu_y))
    return;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int) menu_x, (int) menu_y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_row_menu (CtTrackPanel *self, double x, double y, CtTrackRow *row)
{
  guint32 id = ct_track_item_get_id (ct_track_row_get_item (row));

  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), (guint) find_item (self, id)))
    select_rows (self, &id, 1);
  show_menu (self, GTK_WIDGET (row), x, y);
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CtTrackPanel *self = CT_TRACK_PANEL (widget);
  guint n;
  g_autofree guint32 *ids = ct_track_panel_dup_selected (self, &n);
  CtTrackRow *row = n > 0 ? find_row (self, ids[0]) : NULL;

  if (row)
    show_menu (self, GTK_WIDGET (row), 12, gtk_widget_get_height (GTK_WIDGET (row)) / 2.0);
  return GDK_EVENT_STOP;
}

static void
on_setup (CtTrackPanel *self, GtkListItem *list_item)
{
  GtkWidget *row = ct_track_row_new ();

  g_signal_connect_object (row, "drop", G_CALLBACK (on_row_drop), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "menu", G_CALLBACK (on_row_menu), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, row);
}

static void
on_bind (CtTrackPanel *self, GtkListItem *list_item)
{
  ct_track_row_bind (CT_TRACK_ROW (gtk_list_item_get_child (list_item)), get_document (self),
                     gtk_list_item_get_item (list_item));
}

static void
on_unbind (CtTrackPanel *self, GtkListItem *list_item)
{
  ct_track_row_bind (CT_TRACK_ROW (gtk_list_item_get_child (list_item)), NULL, NULL);
}

/* ---- construction ---- */

static void
ct_track_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_TRACK_PANEL (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_track_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ct_track_panel_set_session (CT_TRACK_PANEL (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_track_panel_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CtTrackPanel *self = CT_TRACK_PANEL (widget);

  gtk_widget_allocate (self->box, width, height, baseline, NULL);
  gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
ct_track_panel_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  gtk_widget_measure (CT_TRACK_PANEL (widget)->box, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

static void
ct_track_panel_dispose (GObject *object)
{
  CtTrackPanel *self = CT_TRACK_PANEL (object);

  forget_session (self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (ct_track_panel_parent_class)->dispose (object);
}

static void
ct_track_panel_class_init (CtTrackPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_track_panel_get_property;
  object_class->set_property = ct_track_panel_set_property;
  object_class->dispose = ct_track_panel_dispose;
  widget_class->size_allocate = ct_track_panel_size_allocate;
  widget_class->measure = ct_track_panel_measure;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "tracks.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "tracks.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "tracks.move-down", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
}

static void
make_list (CtTrackPanel *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->items = g_list_store_new (CT_TYPE_TRACK_ITEM);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (on_rows_selected), self);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (on_activate), self);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (self->list), TRUE);
  gtk_list_view_set_enable_rubberband (GTK_LIST_VIEW (self->list), FALSE);
  gtk_widget_add_css_class (self->list, "tracks");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tracks"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->box), scrolled);
}

static void
ct_track_panel_init (CtTrackPanel *self)
{
  g_autoptr (GMenuModel) menu = ct_track_actions_new_menu ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), ct_track_bar_new ());
  self->empty = gtk_label_new (_ ("No tracks yet"));
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_widget_set_vexpand (self->empty, TRUE);
  gtk_box_append (GTK_BOX (self->box), self->empty);
  make_list (self);
  self->split_box = ct_split_box_new ();
  gtk_box_append (GTK_BOX (self->box), self->split_box);
  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  self->actions = ct_track_actions_new (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "tracks", G_ACTION_GROUP (self->actions));
  sync_rows (self);
}

void
ct_track_panel_focus (CtTrackPanel *self)
{
  g_return_if_fail (CT_IS_TRACK_PANEL (self));
  gtk_widget_grab_focus (self->list);
}

GtkWidget *
ct_track_panel_new (void)
{
  return g_object_new (CT_TYPE_TRACK_PANEL, NULL);
}
