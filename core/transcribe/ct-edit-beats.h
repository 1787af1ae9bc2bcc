/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Finds the beats of a score as the user edits it. */
#ifndef CT_EDIT_BEATS_H
#define CT_EDIT_BEATS_H

#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-rescore-evidence.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Finds beats and bars, or finds them again between those that a hand fixed: these stay, with the meters that begin at
 * them, and where there is no rhythm but them the map stays.
 *
 * @param evidence  what was heard, with weights
 * @param score     the score: its notes tell bars, its map which beats are fixed
 * @param[out] out  where beats and bars lie, without a map where there is no rhythm; clear it with
 *                  ct_edit_tempo_clear()
 * @return CT_STATUS_OK, CT_STATUS_BAD_WEIGHTS or CT_STATUS_NO_MEMORY */
CtStatus ct_edit_beats_find (const CtRescoreEvidence *evidence, const CtEditScore *score, CtEditTempo *out) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
