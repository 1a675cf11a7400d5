package zoomtest

// openRooms gives every user a personal room, which is there for ever.
func (s *Simulator) openRooms() {
	for i := range s.config.Users {
		s.openRoom(i)
	}
}

func (s *Simulator) openRoom(index int) {
	user := &s.config.Users[index]
	if user.PMI == 0 {
		user.PMI = firstPMI + int64(index)
	}
	request := MeetingRequest{
		Type: PersonalRoom, Topic: user.Name() + "'s Personal Meeting Room", Timezone: timezone, Duration: 60,
		Settings: map[string]any{"use_pmi": true},
	}
	s.addMeeting(user.PMI, *user, request, "other")
}

// entered is the meeting that people are in who follow m's link: its host's personal room or m itself, as long as it runs in any case.
func (s *Simulator) entered(m *Meeting) *Meeting {
	if m.PMI != 0 && !m.Running {
		return s.meetings[m.PMI]
	}
	return m
}

// bind sends those who follow m's link to the personal room, or to m itself.
func (s *Simulator) bind(m *Meeting) {
	m.PMI, m.JoinURL = 0, m.ownURL
	if m.usesPMI() && m.Type != PersonalRoom {
		room := s.meetings[m.Host.PMI]
		m.PMI, m.JoinURL, m.Passcode = room.ID, room.JoinURL, room.Passcode
	}
}

// leaveRoom ends the instant meetings that were held in a personal room whose occurrence has ended.
func (s *Simulator) leaveRoom(room *Meeting) {
	if room.Type != PersonalRoom {
		return
	}
	for _, m := range s.meetings {
		if m.PMI == room.ID && m.Type == Instant {
			m.Ended = true
		}
	}
}
