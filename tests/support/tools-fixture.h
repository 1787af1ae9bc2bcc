/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_FIXTURE_H
#define TOOLS_FIXTURE_H

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/tools/ct-tools.h"

#define TOOLS_FIXTURE_NOTES 20
#define TOOLS_FIXTURE_NEAR_S 1e-6

/* For g_test_add(): a canvas with the tools on it, which shows the first ten seconds of the document of
 * note_document_new(). */
typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtEditScore *before;
  GtkWidget *window;
  GtkWidget *stage;
  CtTools *tools;
  GtkGesture *drag;
  guint64 ids[TOOLS_FIXTURE_NOTES]; /* in the order of the score as it is at first */
  guint n_auditions, last_midi;     /* notes that were sounded */
} ToolsFixture;

void tools_fixture_set_up (ToolsFixture *fixture, gconstpointer data);
void tools_fixture_tear_down (ToolsFixture *fixture, gconstpointer data);

/* Does all that is waiting in the main context. */
void tools_fixture_iterate (void);

/* Where a place lies on the canvas, in pixels. */
double tools_fixture_x (ToolsFixture *fixture, double time_s);
double tools_fixture_y (ToolsFixture *fixture, double midi);

/* The first button of the pointer: pressed at a place; moved or let go ("drag-update", "drag-end") as far from there as
 * @time_s and @midi say; a whole drag; a click. */
void tools_fixture_press (ToolsFixture *fixture, double time_s, double midi);
void tools_fixture_pull (ToolsFixture *fixture, const char *signal, double time_s, double midi);
void tools_fixture_drag (ToolsFixture *fixture, double time_s, double midi, double by_s, double by_midi);
void tools_fixture_click (ToolsFixture *fixture, double time_s, double midi);

/* Activates an action without a parameter. */
void tools_fixture_act (ToolsFixture *fixture, const char *name);

/* The note that was number @i at first, or NULL. */
const CtEditNote *tools_fixture_note (ToolsFixture *fixture, guint i);
gboolean tools_fixture_can_undo (ToolsFixture *fixture);
/* Undoes @n_steps, which must bring back the first score, and does them again. Once for each fixture. */
void tools_fixture_assert_undo (ToolsFixture *fixture, guint n_steps);
/* Only the @n notes from number @first on are selected. */
void tools_fixture_assert_selected (ToolsFixture *fixture, guint n, guint first);

#endif
