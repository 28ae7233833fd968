// Placeholder until the room has code.
// SPDX-License-Identifier: Apache-2.0
namespace regulars {}
