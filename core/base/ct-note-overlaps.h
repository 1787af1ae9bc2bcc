/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Notes that sound over each other. */
#ifndef CT_NOTE_OVERLAPS_H
#define CT_NOTE_OVERLAPS_H

#include "core/base/ct-note.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Makes every pitch of every track sound once at a time, so that a MIDI file, in which nothing else can be written,
 * and a table say the same: a note ends where the next of its pitch begins. Of those that begin together, within a tick
 * of a MIDI file, the first takes in the others, which become uncertain.
 *
 * @param notes  sorted */
void ct_note_overlaps_cut (CtNotes *notes);

#ifdef __cplusplus
}
#endif

#endif
